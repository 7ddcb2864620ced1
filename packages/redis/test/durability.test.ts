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

test('a setting it does not report is unknown, not a fault', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  await redis.command('ACL', 'SETUSER', 'default', '-info');
  const { faults, unknown } = await readDurability(connectionOf(redis));
  assert.deepEqual(faults, []);
  assert.equal(unknown.length, 3);
});
