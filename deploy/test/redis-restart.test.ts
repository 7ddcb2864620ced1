import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startRedis } from '@onsale/testing';
import { readRedisUsers, renderAclFile } from '../src/redis-users.ts';

const LIBRARY = `#!lua name=both
redis.register_function('both', function(KEYS)
  redis.call('SET', KEYS[1], '1') redis.call('SET', KEYS[2], '2')
end)`;

// Redis replays its append-only file as the default user when it starts. That user may be off and
// still have every permission; if it has none, Redis drops everything that functions have ever
// written, and the functions themselves, with only a line in its log.
test('Redis has its functions and what they wrote again after it was killed', async () => {
  const passwords = Object.fromEntries(readRedisUsers().map(({ name }) => [name, name]));
  const folder = await mkdtemp(join(tmpdir(), 'onsale-acl-'));
  const file = join(folder, 'users.acl');
  await writeFile(file, `${renderAclFile(passwords)}user test on >test ~* &* +@all\n`);
  const redis = await startRedis({
    args: ['--aclfile', file],
    login: { username: 'test', password: 'test' },
  });
  try {
    await redis.command('FUNCTION', 'LOAD', LIBRARY);
    await redis.command('FCALL', 'both', '2', 'first', 'second');
    const functions = await redis.command('FUNCTION', 'LIST', 'WITHCODE');
    await redis.kill('SIGKILL');
    await redis.restart();
    assert.deepEqual(await redis.command('MGET', 'first', 'second'), ['1', '2']);
    const after = await redis.command('FUNCTION', 'LIST', 'WITHCODE');
    assert.deepEqual(sortedCodes(after), sortedCodes(functions));
  } finally {
    await redis.stop();
    await rm(folder, { recursive: true });
  }
});

function sortedCodes(reply: unknown): string[] {
  const codes = (reply as unknown[][]).map((library) => String(library.at(-1)));
  assert.ok(codes.length > 10);
  return codes.sort();
}
