import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { listImages, projectVersion } from '@onsale/images';
import { packageRelease } from '../ci/package-release.ts';
import { releaseNotes } from '../ci/release-notes.ts';
import { helm } from '../tools/find-tools.ts';

const version = projectVersion();
const services = listImages().map(({ name }) => name);
const imageOf = (service: string, tag = '') =>
  `registry.example/onsale/${service}${tag}@sha256:${String(services.indexOf(service)).repeat(64)}`;

describe('the files of a release', () => {
  let folder: string;
  let folders: { digests: string; release: string };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-release-'));
    folders = { digests: join(folder, 'digests'), release: join(folder, 'release') };
    await mkdir(folders.digests);
    for (const name of services) await writeFile(join(folders.digests, name), `${imageOf(name)}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('install our images by digest, from manifests and from the chart', async () => {
    await packageRelease(version, folders);
    const manifests = await readFile(join(folders.release, 'onsale.yaml'), 'utf8');
    const chart = join(folders.release, `onsale-${version}.tgz`);
    const rendered = await helm('template', 'onsale', chart, '--set', 'laboratory.enabled=true');
    for (const [text, expected] of [
      [manifests, services.filter((name) => !['bank', 'workload-generator'].includes(name))],
      [rendered, services],
    ] as const) {
      const images = text.match(/(?<=image: ["']?)registry\.example[^\s"']+/g) ?? [];
      assert.deepEqual(
        [...new Set(images)].sort(),
        expected.map((name) => imageOf(name, `:${version}`)),
      );
      assert.doesNotMatch(text, /image: ["']?localhost/);
    }
  });

  it('say which libraries it runs with', async () => {
    await packageRelease(version, folders);
    const text = await readFile(join(folders.release, `onsale-${version}.cdx.json`), 'utf8');
    const { bomFormat, components } = JSON.parse(text) as {
      bomFormat: string;
      components: { name: string }[];
    };
    assert.equal(bomFormat, 'CycloneDX');
    const names = new Set(components.map(({ name }) => name));
    assert.ok(names.has('fastify'));
    // A tool of ours, which is in no image.
    assert.ok(!names.has('oxlint'));
  });

  it('are not made without an image that they name', async () => {
    await writeFile(join(folders.digests, 'frontend'), 'registry.example/onsale/frontend:1\n');
    await assert.rejects(packageRelease(version, folders), /frontend has no digest/);
    await rm(join(folders.digests, 'frontend'));
    await assert.rejects(packageRelease(version, folders), /frontend has no digest/);
  });
});

describe('the notes of a release', () => {
  const changelog = `# Changelog\n\n## ${version} - 2026-12-01\n\nGood.\n\n### More\n\n- Things\n\n## 0.0.9\n\nOld.\n`;

  it("are the version's section of the changelog", () => {
    assert.equal(releaseNotes(version, changelog), 'Good.\n\n### More\n\n- Things\n');
  });

  it('refuse what is not released yet, or is another version', () => {
    assert.throws(() => releaseNotes('0.0.9', changelog), /package\.json says/);
    assert.throws(() => releaseNotes(version, '# Changelog\n'), /has no section/);
    const unreleased = changelog.replace('- 2026-12-01', '(unreleased)');
    assert.throws(() => releaseNotes(version, unreleased), /unreleased/);
  });
});
