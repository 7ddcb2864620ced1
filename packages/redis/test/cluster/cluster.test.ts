import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, startRedisCluster } from '@onsale/testing';
import { connectRedis, keySlot } from '../../src/index.ts';
import { createLogger } from '@onsale/service';

const cluster = await startRedisCluster({ nodeTimeoutMs: 1500 });
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const config = { REDIS_URL: cluster.url, REDIS_HOST: '', REDIS_PORT: 0 };
const redis = await connectRedis(config, { logger, name: 'test' });
after(async () => {
  await redis.close();
  await cluster.stop();
});

/** Keys on all masters, each with its own name as value. */
const SHARDS = Array.from({ length: 16 }, (_, shard) => `{s${shard}}:key`);
for (const key of SHARDS) await redis.command(key, ['SET', key, key]);

test('keySlot agrees with Redis', async () => {
  const keys = ['', 'a', '{s0}:stock', 'x{y}z', '{}a', '{', '}{', '{a', 'ä{ö}', 'a{b}{c}', '{{a}}'];
  for (const key of keys) {
    assert.equal(await cluster.nodes[0]?.command('CLUSTER', 'KEYSLOT', key), keySlot(key), key);
  }
});

test('every key is written and read on its node, and a scan finds all', async () => {
  for (const key of SHARDS) assert.equal(await redis.command(key, ['GET', key]), key);
  const masters = new Set(
    await Promise.all(SHARDS.map(async (key) => await cluster.masterOf(key))),
  );
  assert.equal(masters.size, 3);
  assert.equal(await countKeys(), SHARDS.length);
});

async function countKeys(): Promise<number> {
  const nodes = await redis.nodes();
  const sizes = await Promise.all(nodes.map((node) => node.command(['DBSIZE'])));
  return sizes.reduce((sum: number, size) => sum + Number(size), 0);
}

test('a closed connection opens no node, whatever was in flight', async () => {
  const other = await redis.another('other');
  const late = other.nodes();
  await other.close();
  await assert.rejects(late, /is closed/);
  await assert.rejects(other.command('{s0}:key', ['GET', '{s0}:key']), /is closed/);
});

test('a migrated slot is found, also by a subscription and a blocked read', async () => {
  const key = '{s3}:key';
  const [subscriber, reader] = [await redis.another('sub'), await redis.another('read')];
  const heard: string[] = [];
  await subscriber.subscribe('{s3}:news', (message) => heard.push(message));
  await redis.command('{s3}:stream', ['XGROUP', 'CREATE', '{s3}:stream', 'g', '0', 'MKSTREAM']);
  const read = async () =>
    await reader.command('{s3}:stream', [
      ...['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'BLOCK', '500'],
      ...['STREAMS', '{s3}:stream', '>'],
    ]);
  const blocked = read().catch(() => null);

  const source = await cluster.masterOf(key);
  const other = (await cluster.masters()).find((node) => node.id !== source.id);
  assert.ok(other !== undefined);
  await cluster.moveSlot(key, other);
  assert.equal(await redis.command(key, ['GET', key]), key);
  assert.equal((await cluster.masterOf(key)).id, other.id);
  await blocked;

  await redis.command('{s3}:stream', ['XADD', '{s3}:stream', '*', 'a', 'b']);
  await eventually(
    async () => await read().catch(() => null),
    (entry) => entry !== null,
  );
  await eventually(
    async () => {
      await redis.command('{s3}:news', ['SPUBLISH', '{s3}:news', 'moved']);
      return heard.length;
    },
    (count) => count > 0,
  );
  await Promise.all([subscriber.close(), reader.close()]);
});

test('a key of a slot being migrated is found on either side', async () => {
  const [here, there] = ['{s5}:here', '{s5}:there'];
  const source = await cluster.masterOf(here);
  const target = (await cluster.masters()).find((node) => node.id !== source.id);
  assert.ok(target !== undefined);
  await redis.command(here, ['SET', here, 'here']);
  await redis.command(there, ['SET', there, 'there']);
  const slot = String(keySlot(here));
  await target.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', source.id);
  await source.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target.id);
  await source.command('MIGRATE', '127.0.0.1', String(target.port), there, '0', '1000');
  assert.equal(await redis.command(here, ['GET', here]), 'here');
  assert.equal(await redis.command(there, ['GET', there]), 'there');
  await assert.rejects(redis.command(here, ['MGET', here, there]), /TRYAGAIN/);
  await cluster.moveSlot(here, target);
  assert.deepEqual(await redis.command(here, ['MGET', here, there]), ['here', 'there']);
});

test('a killed master is replaced: commands, channels and scans go to its replica', async (t) => {
  const key = '{s0}:key';
  const dead = await cluster.masterOf(key);
  const subscriber = await redis.another('sub');
  // Else, a test that fails would never end.
  t.after(() => subscriber.close());
  let missed = 0;
  subscriber.onReconnect(() => (missed += 1));
  const heard: string[] = [];
  await subscriber.subscribe('{s0}:news', (message) => heard.push(message));
  const session = redis.session(key);
  assert.equal(await session.command(key, ['GET', key]), key);
  const before = await countKeys();

  await dead.kill('SIGKILL');
  await assert.rejects(redis.command(key, ['GET', key]));
  assert.equal(redis.isReady(), true, 'the shards of the other masters should be served');
  await eventually(
    async () => await redis.command(key, ['SET', key, key]).catch(() => undefined),
    (reply) => reply === 'OK',
  );
  // Each node hears of the new master in its own time.
  await eventually(
    async () => (await cluster.masterOf(key)).id,
    (id) => id !== dead.id,
  );
  await assert.rejects(session.command(key, ['WAIT', '1', '1']), 'not on another server');
  await eventually(
    async () => {
      await redis.command('{s0}:news', ['SPUBLISH', '{s0}:news', 'promoted']);
      return heard.length;
    },
    (count) => count > 0,
  );
  assert.ok(missed > 0, 'listeners should be told that messages may have been missed');
  assert.equal(await countKeys(), before);
  await dead.restart();
  await cluster.untilWhole();
  assert.equal(await countKeys(), before);
});

test('without any node, nothing is ready, connecting waits or can be aborted, and all recovers', async () => {
  for (const node of cluster.nodes) await node.kill('SIGKILL');
  await eventually(
    async () => redis.isReady(),
    (ready) => !ready,
  );
  const giveUp = new AbortController();
  const leaving = connectRedis(config, { logger, name: 'leaving', signal: giveUp.signal });
  const waiting = connectRedis(config, { logger, name: 'waiting' });
  giveUp.abort();
  await assert.rejects(leaving, /stopped before/);

  for (const node of cluster.nodes) await node.restart();
  const late = await waiting;
  assert.equal(await late.command('{s1}:key', ['GET', '{s1}:key']), '{s1}:key');
  await late.close();
  await eventually(
    async () => await redis.command('{s0}:key', ['GET', '{s0}:key']).catch(() => undefined),
    (value) => value === '{s0}:key',
  );
});
