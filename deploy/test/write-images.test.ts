import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { kubectl, project } from '../tools/find-tools.ts';
import { find, parseManifests } from './manifests.ts';

const run = promisify(execFile);
// Production has no laboratory.
const services = [
  ...['gateway', 'waiting-room', 'order-worker', 'database-api', 'payments', 'office'],
  ...['delivery', 'frontend'],
];
const digestOf = (name: string) => `sha256:${String(services.indexOf(name)).repeat(64)}`;

describe('write-images.sh', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-images-'));
    await cp(`${project}deploy`, join(folder, 'deploy'), { recursive: true });
    await mkdir(join(folder, 'digests'));
    for (const name of services) await write(name, `${name}@${digestOf(name)}`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, image: string) =>
    writeFile(join(folder, 'digests', name), `registry.example/onsale/${image}\n`);
  const writeImages = () => run('sh', [join(folder, 'deploy/ci/write-images.sh')]);

  it('runs what was built in production, by digest', async () => {
    await writeImages();
    const text = await kubectl('kustomize', join(folder, 'deploy/overlays/production'));
    for (const name of services) {
      const [container] = find(parseManifests(text), 'Deployment', name)['spec'].template.spec
        .containers;
      assert.equal(container.image, `registry.example/onsale/${name}@${digestOf(name)}`);
    }
    assert.doesNotMatch(text, /image: localhost/);
  });

  it('refuses what was not built, or has no digest', async () => {
    await write('gateway', 'gateway:0.1.0');
    await assert.rejects(writeImages(), /has no digest/);
    await rm(join(folder, 'digests/gateway'));
    await assert.rejects(writeImages(), /digests\/gateway/);
  });
});
