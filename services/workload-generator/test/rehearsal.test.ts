import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { eventually, startRedis, startService, type TestRedis } from '@onsale/testing';
import { startShop, type StandInShop } from './stand-in-shop.ts';

// `redis-users.test.ts` resets what was really ordered, as the user that the generator is in a cluster.

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

async function start(environment: Record<string, string>) {
  const generator = startService('workload-generator', { TARGET_API: shop.url, ...environment });
  const url = await generator.url();
  const post = async (path: string, body: object = {}) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { code, ordersDeleted } = (await answer.json()) as Record<string, unknown>;
    return [answer.status, code ?? ordersDeleted];
  };
  return { ...generator, post };
}

it('is not reset while a load runs', async () => {
  const generator = await start({ REDIS_URL: redis.url });
  await generator.post('/start', { rps: 5, durationS: 600 });
  assert.deepEqual(await generator.post('/rehearsal/reset'), [409, 'RUN_ACTIVE']);
  await generator.post('/stop');
  await eventually(
    () => generator.post('/rehearsal/reset'),
    ([status]) => status === 200,
  );
  await generator.stop();
});

it('is not reset by a generator that knows no Redis, or whose Redis is away', async () => {
  const without = await start({});
  assert.deepEqual(await without.post('/rehearsal/reset'), [409, 'NO_REHEARSAL']);
  await without.stop();
  const away = await start({ REDIS_URL: 'unix:///nowhere/redis.sock' });
  assert.deepEqual(await away.post('/rehearsal/reset'), [503, 'REDIS_UNAVAILABLE']);
  await away.stop();
});
