import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionOf, startRedis } from '@onsale/testing';
import { readDurability } from '../src/index.ts';

test('a Redis with the required settings has no faults', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  assert.deepEqual(await readDurability(connectionOf(redis)), { faults: [], unknown: [] });
});

test('eviction, a missing append-only file and a replica are reported', async (t) => {
  const redis = await startRedis({
    args: ['--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no', '--replicaof', '127.0.0.1 1'],
    shards: 0,
  });
  t.after(() => redis.stop());
  const { faults } = await readDurability(connectionOf(redis));
  assert.equal(faults.length, 3);
  for (const word of ['allkeys-lru', 'append-only', 'replica']) {
    assert.ok(
      faults.some((fault) => fault.includes(word)),
      word,
    );
  }
});

test('a Redis without functions is too old, Valkey is not', async () => {
  const of = async (info: string) =>
    await readDurability({ nodes: async () => [{ command: async () => info }] });
  const sound = 'maxmemory_policy:noeviction\r\naof_enabled:1\r\nrole:master\r\n';
  assert.match((await of(`redis_version:6.2.7\r\n${sound}`)).faults.join(), /6\.2\.7 is too old/);
  for (const version of ['7.0.0', '7.2.4', '8.1.0', '10.0.1']) {
    assert.deepEqual((await of(`redis_version:${version}\r\n${sound}`)).faults, [], version);
  }
});

test('a setting it does not report is unknown, not a fault', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  await redis.command('ACL', 'SETUSER', 'default', '-info');
  const { faults, unknown } = await readDurability(connectionOf(redis));
  assert.deepEqual(faults, []);
  assert.equal(unknown.length, 4);
});
