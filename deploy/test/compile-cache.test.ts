import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { listImages, projectFolder } from '@onsale/images';
import { listFiles } from '../../test/project-files.ts';

// While an image is built, each of its programs is started once, with what it refuses to start without
// (fill-compile-cache.mjs). Where something is missing there, no image can be built.

const services = listImages()
  .filter(({ dockerfile }) => dockerfile === 'Dockerfile')
  .map(({ name }) => `services/${name}/`);
const mains = listFiles().filter(
  (file) =>
    services.some((folder) => file.startsWith(`${folder}src/`)) && file.endsWith('/main.ts'),
);

test('every service has a program', () => {
  for (const folder of services) {
    assert.ok(
      mains.some((file) => file.startsWith(folder)),
      folder,
    );
  }
});

for (const main of mains) {
  test(`${main} starts while its image is built`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-compile-cache-'));
    try {
      const cache = join(folder, 'cache');
      const [service = '', file = ''] = main.split(/(?<=^services\/[^/]+)\//);
      await promisify(execFile)(
        process.execPath,
        [`${projectFolder}deploy/images/fill-compile-cache.mjs`, file],
        {
          cwd: projectFolder + service,
          env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: cache },
        },
      );
      assert.ok(existsSync(cache));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
