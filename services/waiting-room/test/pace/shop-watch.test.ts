import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLedger } from '@onsale/ledger';
import type { ProviderCalls } from '@onsale/contracts';
import { createLogger, type Heartbeat, startHeartbeat } from '@onsale/service';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { eventually, installOn, startRedis, type TestRedis } from '@onsale/testing';
import { ShopWatch } from '../../src/pace/shop-watch.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const heartbeats: Heartbeat[] = [];
let server: TestRedis;
let redis: RedisConnection;
let shops: ShopWatch;

before(async () => {
  server = await startRedis();
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
  await installOn(redis);
  shops = new ShopWatch(await openLedger(redis, 1), redis);
});
after(async () => {
  for (const heartbeat of heartbeats) await heartbeat.stop();
  await redis.close();
  await server.stop();
});

function announce(instance: string, providerCalls?: ProviderCalls): void {
  const options = { redis, service: 'payments', instance, logger, work: () => 0 };
  const told = providerCalls === undefined ? {} : { providerCalls: () => providerCalls };
  heartbeats.push(startHeartbeat({ ...options, ...told }));
}

const read = async (processes: number, isPaidOnline = true) =>
  await eventually(
    () => shops.read(0, { isPaidOnline }),
    ({ payments = processes }) => payments === processes,
  );

test('the calls of all payments count together, and the longest wait', async () => {
  announce('p1', { mostPerSecond: 20, waitMs: 0 });
  announce('p2', { mostPerSecond: 30, waitMs: 1500 });
  assert.deepEqual((await read(2)).providerCalls, { mostPerSecond: 50, waitMs: 1500 });
  assert.equal((await read(2, false)).providerCalls, undefined);
  // As of a version that does not tell: nothing bounds them then.
  announce('p3');
  assert.equal((await read(3)).providerCalls, undefined);
});
