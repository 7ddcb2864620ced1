import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { connectRedis } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import { eventually, startRedis, startService, type TestRedis } from '@onsale/testing';
import { startShop, type StandInShop } from './stand-in-shop.ts';

let redis: TestRedis;
let shop: StandInShop;
before(async () => {
  redis = await startRedis();
  shop = await startShop();
});
after(async () => {
  await shop.close();
  await redis.stop();
});

it('is in the fleet with the requests it has sent, and leaves it when it ends', async () => {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const generator = startService('workload-generator', {
    REDIS_URL: redis.url,
    TARGET_API: shop.url,
    INSTANCE: 'load-1',
  });
  const start = { rps: 50, durationS: 0.4 };
  for (let run = 1; run <= 2; run++) {
    await fetch(`${await generator.url()}/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(start),
    });
    await eventually(
      () => readFleet(connection),
      ([only]) => only?.service === 'workload-generator' && only.work === run * 20,
    );
  }
  await generator.stop();
  assert.deepEqual(await readFleet(connection), []);
  await connection.close();
});

it('needs no Redis: a load runs while it is away, and without any', async () => {
  const nowhere = { REDIS_URL: 'unix:///nowhere/redis.sock' };
  for (const environment of [nowhere, {}] as Record<string, string>[]) {
    const generator = startService('workload-generator', {
      TARGET_API: shop.url,
      ...environment,
    });
    const url = await generator.url();
    const started = await fetch(`${url}/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(started.status, 201);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    await generator.stop();
    assert.equal(await generator.exited, 0);
    const complaints = generator.log.filter(({ msg }) => msg.includes('Redis'));
    assert.equal(complaints.length, 'REDIS_URL' in environment ? 1 : 0);
  }
});
