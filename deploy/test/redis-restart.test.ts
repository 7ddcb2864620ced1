import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startRedis } from '@onsale/testing';
import { readRedisUsers, renderAclFile } from '../src/redis-users.ts';

// A server that starts reads its append-only file as the default user. One that is off may still
// have every permission; one that has none makes Redis drop, with a line in its log and no more,
// everything that scripts have ever written.
test('Redis has the writes of scripts again after it was killed', async () => {
  const passwords = Object.fromEntries(readRedisUsers().map(({ name }) => [name, name]));
  const folder = await mkdtemp(join(tmpdir(), 'onsale-acl-'));
  const file = join(folder, 'users.acl');
  await writeFile(file, renderAclFile(passwords));
  const redis = await startRedis({
    args: ['--aclfile', file],
    login: { username: 'admin', password: 'admin' },
  });
  try {
    const script = `redis.call('SET', KEYS[1], '1') redis.call('SET', KEYS[2], '2') return 'OK'`;
    await redis.command('EVAL', script, '2', 'first', 'second');
    await redis.kill('SIGKILL');
    await redis.restart();
    assert.deepEqual(await redis.command('MGET', 'first', 'second'), ['1', '2']);
  } finally {
    await redis.stop();
    await rm(folder, { recursive: true });
  }
});
