import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listImages } from '@onsale/images';
import { parse } from 'yaml';
import { listFiles, readText } from '../../test/project-files.ts';
import { LONG_SUITES } from '../../test/suites.ts';
import { allNeeds, githubJobs, readWorkflow } from './github-workflow.ts';
import { GitLabPipeline } from './gitlab-pipeline.ts';
import { OURS, STRANGERS } from './pipeline-start.ts';

const services = listImages().map(({ name }) => name);
const suites = Object.keys(LONG_SUITES);
const tests = ['test', 'test-long', 'test-images', 'test-cluster'];

describe('the pipeline of GitLab', () => {
  const checks = ['check', 'scripts', 'kube-score', 'manifests', 'docs', 'test'];
  const long = suites.map((name) => `test-long: [${name}]`);
  const images = [...services.map((name) => `build-image: [${name}]`), 'sign'];
  const definition = parse(readText('.gitlab-ci.yml')) as Record<
    string,
    { stage?: string; extends?: string }
  >;
  let pipeline: GitLabPipeline;
  before(async () => {
    pipeline = await GitLabPipeline.open();
  });
  after(() => pipeline.close());

  for (const [who, start] of Object.entries(STRANGERS)) {
    it(`checks and tests ${who}, on any runner and without a secret`, async () => {
      const ofTag = start.tag === undefined ? [] : long;
      assert.deepEqual((await pipeline.jobs(start)).sort(), [...checks, ...ofTag].sort());
    });
  }

  it('gives the jobs of strangers no privileged runner', () => {
    const privileged = Object.entries(definition).filter(([, job]) => 'tags' in job);
    assert.deepEqual(
      privileged.map(([name]) => name),
      ['.privileged'],
    );
  });

  it('tests, pushes, signs and deploys main', async () => {
    const expected = [...checks, 'test-images', 'test-cluster', ...images, 'deploy'];
    const jobs = await pipeline.jobs(OURS.main);
    assert.deepEqual(jobs.sort(), [...expected, 'roll-back manual'].sort());
  });

  it('releases a tag, and deploys nothing', async () => {
    const expected = [...checks, ...long, 'test-images', 'test-cluster', ...images];
    const jobs = await pipeline.jobs(OURS.tag);
    assert.deepEqual(jobs.sort(), [...expected, 'package-release', 'release'].sort());
  });

  it('pushes and deploys nothing at night, or from a branch that is not protected', async () => {
    const atNight = await pipeline.jobs(OURS.night);
    const expected = [...checks, ...long, 'test-images', 'test-cluster'];
    assert.deepEqual(atNight.sort(), expected.sort());
    const unprotected = await pipeline.jobs({ ...OURS.main, isProtected: false });
    assert.deepEqual(unprotected.sort(), [...checks].sort());
  });

  it('tests in stages before those that publish, so that what fails is not deployed', () => {
    const stages = definition['stages'] as unknown as string[];
    const stageOf = (name: string): number => {
      const { stage, extends: base = '' } = definition[name] ?? {};
      return stage === undefined ? stageOf(base) : stages.indexOf(stage);
    };
    for (const test of tests) assert.ok(stageOf(test) < stageOf('build-image'), test);
    assert.ok(stageOf('build-image') < stageOf('deploy'));
    // `needs` would start a job early.
    for (const name of ['build-image', 'deploy', '.cluster']) {
      assert.ok(!('needs' in (definition[name] ?? {})), name);
    }
  });

  it('checks the shell scripts', async () => {
    assert.match(await pipeline.runJob('scripts'), /PASS.*scripts/s);
  });
});

describe('the workflows of GitHub', () => {
  const checks = ['check', 'scripts', 'manifests', 'docs', ...tests];
  const pipeline = readWorkflow('pipeline.yml');
  const rollBack = readWorkflow('roll-back.yml');

  for (const [who, start] of Object.entries(STRANGERS)) {
    it(`check and test ${who}`, () => {
      assert.deepEqual(githubJobs(pipeline, start), checks);
    });
  }

  it('give those jobs no secret, and no right but to read', () => {
    for (const { on, permissions } of [pipeline, rollBack]) {
      assert.deepEqual(permissions, { contents: 'read' });
      for (const event of ['pull_request_target', 'workflow_run']) {
        assert.ok(!JSON.stringify(on).includes(event), event);
      }
    }
    for (const name of checks) {
      const text = JSON.stringify(pipeline.jobs[name]);
      assert.doesNotMatch(text, /secrets\.|github\.token|"permissions"|"environment"/, name);
    }
  });

  it('push and deploy main, release a tag, and nothing else', () => {
    assert.deepEqual(githubJobs(pipeline, OURS.main), [...checks, 'images', 'deploy']);
    assert.deepEqual(githubJobs(pipeline, OURS.tag), [...checks, 'images', 'release']);
    assert.deepEqual(githubJobs(pipeline, OURS.night), checks);
    assert.deepEqual(githubJobs(pipeline, OURS.branchByHand), checks);
  });

  it('roll back from main alone', () => {
    assert.deepEqual(githubJobs(rollBack, { ...OURS.main, event: 'by hand' }), ['roll-back']);
    assert.deepEqual(githubJobs(rollBack, OURS.branchByHand), []);
  });

  it('publish what every test has passed', () => {
    for (const name of ['images', 'deploy', 'release']) {
      const needs = allNeeds(pipeline.jobs, name);
      for (const check of checks) assert.ok(needs.includes(check), `${name} needs ${check}`);
      // These would run a job although one that it needs has failed.
      assert.doesNotMatch(pipeline.jobs[name]?.if ?? '', /always|cancelled|failure/, name);
    }
  });

  it('take secrets from environments, which can be limited to main', () => {
    for (const [name, job] of Object.entries({ ...pipeline.jobs, ...rollBack.jobs })) {
      const usesSecrets = JSON.stringify(job).includes('secrets.');
      assert.equal(job.environment !== undefined, usesSecrets, name);
    }
  });
});

it('both pipelines run every long suite', () => {
  const [{ SUITE: ofGitLab }] = parse(readText('.gitlab-ci.yml'))['test-long'].parallel.matrix;
  assert.deepEqual(ofGitLab, suites);
  const { strategy, steps } = readWorkflow('pipeline.yml').jobs['test-long'] ?? {};
  assert.deepEqual(strategy?.matrix['suite'], suites);
  // All or none: a part of them would pass for the whole.
  assert.deepEqual(new Set(steps?.map((step) => step.if)), new Set([`env.IS_DUE == 'true'`]));
});

it('both pipelines build every image', () => {
  const gitlab = parse(readText('.gitlab-ci.yml'));
  assert.deepEqual(gitlab['build-image'].parallel.matrix[0].SERVICE.sort(), services);
  const { strategy } = readWorkflow('pipeline.yml').jobs['images'] ?? {};
  assert.deepEqual(strategy?.matrix['service']?.sort(), services);
});

describe('what others make is pinned by its content', () => {
  it('actions', () => {
    const files = listFiles('.github/').filter((file) => file.endsWith('.yml'));
    const used = files.flatMap((file) => readText(file).match(/(?<=uses: ).+/g) ?? []);
    assert.ok(used.length > 10);
    const loose = used.filter((use) => !/^(\.\/|[\w/-]+@[0-9a-f]{40} # v\d)/.test(use));
    assert.deepEqual(loose, []);
  });

  it('images of the pipelines', () => {
    const text = readText('.gitlab-ci.yml') + readText('deploy/ci/create-kind-cluster.sh');
    const names = text.match(/(?<=(^|\s)(image: |image=|- name: |  name: ))\S*[:/]\S+/gm) ?? [];
    assert.ok(names.length > 6, names.join());
    const loose = names.filter((name) => !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(name));
    assert.deepEqual(loose, []);
  });

  it('base images, and what runs beside ours', () => {
    const files = [
      'compose.yaml',
      'k8s/onsale.yaml',
      ...listImages().map((each) => each.dockerfile),
    ];
    for (const file of new Set(files)) {
      const names = readText(file).match(/docker\.io\/[^\s}]+/g) ?? [];
      assert.ok(names.length > 0, file);
      for (const name of names) assert.match(name, /:[\w.-]+@sha256:[0-9a-f]{64}$/, file);
    }
  });
});
