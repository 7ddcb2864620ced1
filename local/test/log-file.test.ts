import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { LogFile } from '../src/log-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-log-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a log is cut by size, also over a restart: the new one and the one before are kept', async () => {
  const path = join(folder, 'a.log');
  const line = 'x'.repeat(9);
  // Of ten bytes each, with their ends.
  for (const count of [7, 8]) {
    const log = new LogFile(path, { maxBytes: 100 });
    for (let i = 0; i < count; i++) log.append(line);
  }
  assert.equal((await readFile(`${path}.1`, 'utf8')).length, 100);
  assert.equal((await readFile(path, 'utf8')).length, 50);
});

test('a log goes on when the disk has room again', async () => {
  const path = join(folder, 'a.log');
  await symlink('/dev/full', path);
  const log = new LogFile(path);
  log.append('lost');
  await unlink(path);
  log.append('kept');
  assert.equal(await readFile(path, 'utf8'), 'kept\n');
});
