import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const LOCKED =
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)';

const module = fileURLToPath(new URL('../apt.mjs', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-apt-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Installs two packages with an apt-get that does this; what was said, and the problem. */
async function install(apt: string, maxWaitMs = 60_000): Promise<string[]> {
  await writeFile(join(folder, 'apt-get'), `#!/bin/sh\ncd ${folder}\n${apt}\n`);
  await chmod(join(folder, 'apt-get'), 0o755);
  const program = `
    const { aptInstall } = await import(${JSON.stringify(module)});
    const options = { say: console.log, retryMs: 1, maxWaitMs: ${maxWaitMs} };
    console.log(aptInstall(['one', 'two'], options) ?? 'installed');`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  return stdout.trimEnd().split('\n');
}

test('waits while another program holds the lock of apt, and says so once', async () => {
  const lines = await install(`
    [ -f third ] && exit 0
    if [ -f second ]; then touch third; else touch second; fi
    echo '${LOCKED}' >&2
    exit 100`);
  assert.deepEqual(lines, [
    'another program (process 4711) is installing packages; waiting until it is done',
    'installed',
  ]);
});

test('gives up with a sentence when the lock stays held', async () => {
  const lines = await install(`echo '${LOCKED}' >&2; exit 100`, 0);
  assert.deepEqual(lines, [
    'another program (process 4711) still installs packages; try again when it is done',
  ]);
});

test('shows what apt says when it fails for another reason', async () => {
  const lines = await install(`[ $1 = update ] || { echo 'E: no package one' >&2; exit 100; }`);
  assert.deepEqual(lines, ['apt-get install failed:', 'E: no package one']);
});
