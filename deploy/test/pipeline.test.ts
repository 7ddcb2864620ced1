import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { kubectl, project } from '../tools/find-tools.ts';
import { find, parseManifests, workloadsOf } from './manifests.ts';

const run = promisify(execFile);
const services = ['gateway', 'order-worker', 'database-api', 'workload-generator', 'frontend'];

// Its own repository with a remote, which the pipeline compares with: a checkout may have none.
let repository: string;
before(async () => {
  requireRsync();
  repository = await mkdtemp(join(tmpdir(), 'onsale-pipeline-'));
  for (const part of ['.gitlab-ci.yml', 'deploy', 'k8s']) {
    await cp(project + part, join(repository, part), { recursive: true });
  }
  const git = (...args: string[]) => run('git', ['-C', repository, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  const author = ['-c', 'user.name=pipeline', '-c', 'user.email=pipeline@example.com'];
  await git(...author, 'commit', '--quiet', '--no-gpg-sign', '--message=files');
  await git('remote', 'add', 'origin', repository);
  await git('fetch', '--quiet', 'origin');
});
after(() => rm(repository, { recursive: true, force: true }));

// gitlab-ci-local gives each job a copy of the project, with rsync.
function requireRsync(): void {
  if (spawnSync('rsync', ['--version']).status === 0) return;
  const install = spawnSync('apt-get', ['install', '-y', '-qq', 'rsync']);
  assert.equal(install.status, 0, 'install rsync with your package manager');
}

/** A quoted path in GitHub's workflow. */
const GLOB = /^['"](?::\(glob\))?(.+?)['"]$/;

const ON_MAIN = [
  ...['--variable', 'CI_COMMIT_BRANCH=main', '--variable', 'CI_DEFAULT_BRANCH=main'],
  ...['--ignore-predefined-vars', 'CI_COMMIT_BRANCH,CI_DEFAULT_BRANCH'],
  '--evaluate-rule-changes=false',
];

async function gitlab(...args: string[]): Promise<string> {
  const { stdout } = await run(
    `${project}node_modules/.bin/gitlab-ci-local`,
    [...args, '--state-dir', '.state'],
    { cwd: repository },
  );
  return stdout;
}

describe('the pipeline of GitLab', () => {
  it('is valid, and has its jobs in their stages', async () => {
    const text = await gitlab('--list-csv-all', ...ON_MAIN);
    const jobs = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';'))
      .map(([name, stage, when]) => `${stage} ${name} ${when}`);
    assert.deepEqual(
      jobs.sort(),
      [
        ...services.map((name) => `images build-image: [${name}] on_success`),
        'check check on_success',
        'check manifests on_success',
        'check scripts on_success',
        'deploy deploy on_success',
        'deploy roll-back manual',
        'test test on_success',
        'test test-images on_success',
      ].sort(),
    );
  });

  it('runs a job in the shell', async () => {
    const text = await gitlab('--force-shell-executor', 'scripts');
    assert.match(text, /PASS.*scripts/s);
  });
});

it('the workflow of GitHub has the same steps', async () => {
  const workflow = parse(await readFile(`${project}.github/workflows/pipeline.yml`, 'utf8'));
  assert.deepEqual(Object.keys(workflow.jobs), [
    ...['check', 'test', 'test-images', 'changes', 'image', 'deploy', 'roll-back'],
  ]);
  const text = JSON.stringify(workflow);
  for (const script of ['write-images', 'deploy', 'roll-back']) {
    assert.ok(text.includes(`sh deploy/ci/${script}.sh`), script);
  }
});

it('both pipelines rebuild an image when any file that can be in it changes', async () => {
  const ignore = await readFile(`${project}.dockerignore`, 'utf8');
  const sources = ignore
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const jobs = parse(await readFile(`${project}.gitlab-ci.yml`, 'utf8'));
  const [{ changes }] = jobs['build-image'].rules.slice(-1);
  const workflow = await readFile(`${project}.github/workflows/pipeline.yml`, 'utf8');
  const [, compared = ''] = /git diff --quiet (.+?); then/s.exec(workflow) ?? [];
  for (const source of [...sources, 'Dockerfile', '.dockerignore']) {
    const pattern =
      source === 'services' ? 'services/$SERVICE' : source.replace(/^(deploy\/images)\/.+/, '$1');
    const folder = `${pattern}/*`;
    assert.ok(
      [pattern, folder, `${pattern}/**/*`].some((each) => changes.includes(each)),
      `GitLab: ${source}`,
    );
    assert.ok(
      compared
        .split(/\s+/)
        .some((word) =>
          [pattern, folder].includes(word.replace(GLOB, '$1').replace('$service', '$SERVICE')),
        ),
      `GitHub: ${source}`,
    );
  }
});

describe('write-images.sh', () => {
  const built = `sha256:${'a'.repeat(64)}`;
  const running = `sha256:${'b'.repeat(64)}`;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-images-'));
    for (const part of ['k8s', 'deploy'])
      await cp(project + part, join(folder, part), { recursive: true });
    await mkdir(join(folder, 'digests'));
    await writeFile(join(folder, 'digests/gateway'), `registry.example/onsale/gateway@${built}\n`);
  });
  after(() => rm(folder, { recursive: true }));

  // A cluster that runs this image everywhere.
  async function writeImages(image: string): Promise<void> {
    const tools = join(folder, 'tools');
    await mkdir(tools, { recursive: true });
    await writeFile(join(tools, 'kubectl'), `#!/bin/sh\nprintf %s "${image}"\n`);
    await chmod(join(tools, 'kubectl'), 0o755);
    await run('sh', [join(folder, 'deploy/ci/write-images.sh')], {
      env: { ...process.env, PATH: `${tools}:${process.env['PATH']}` },
    });
  }

  it('takes what was built, and what runs for the rest', async () => {
    await writeImages(`registry.example/onsale/other@${running}`);
    const rendered = parseManifests(
      await kubectl('kustomize', join(folder, 'deploy/overlays/production')),
    );
    // Production has no laboratory.
    const deployed = services.filter((name) => name !== 'workload-generator');
    for (const name of deployed) {
      const [container] = find(rendered, 'Deployment', name)['spec'].template.spec.containers;
      const expected = name === 'gateway' ? `gateway@${built}` : `other@${running}`;
      assert.equal(container.image, `registry.example/onsale/${expected}`);
    }
    assert.equal(workloadsOf(rendered).length, deployed.length + 2);
  });

  it('refuses what has no digest', async () => {
    await assert.rejects(writeImages('localhost/onsale/other:0.1.0'), /has no digest/);
  });
});
