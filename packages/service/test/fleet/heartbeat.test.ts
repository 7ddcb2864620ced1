import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import {
  createLogger,
  readDesired,
  readFleet,
  startHeartbeat,
  writeDesired,
} from '../../src/index.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });

let server: TestRedis;
let redis: RedisConnection;
before(async () => {
  server = await startRedis();
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
});
after(async () => {
  await redis.close();
  await server.stop();
});

function announce(service: string, instance: string, work = () => 0) {
  return startHeartbeat({ redis, service, instance, work, logger });
}

it('puts a process on the list while it lives, and off it at once when it stops', async () => {
  const second = announce('gateway', 'g2', () => 7);
  const first = announce('admin', 'a1');
  const fleet = await eventually(
    () => readFleet(redis),
    (list) => list.length === 2,
  );
  assert.deepEqual(
    fleet.map(({ service, instance, work }) => [service, instance, work]),
    [
      ['admin', 'a1', 0],
      ['gateway', 'g2', 7],
    ],
  );
  for (const { since, cpu, memoryBytes } of fleet) {
    assert.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000);
    assert.ok(cpu >= 0 && memoryBytes > 1_000_000);
  }
  await second.stop();
  assert.deepEqual(
    (await readFleet(redis)).map(({ instance }) => instance),
    ['a1'],
  );
  await first.stop();
  assert.deepEqual(await readFleet(redis), []);
});

it('tells the work that was done meanwhile', async () => {
  let done = 1;
  const heartbeat = announce('gateway', 'busy', () => done);
  const work = async () => (await readFleet(redis))[0]?.work;
  await eventually(work, (count) => count === 1);
  done = 500;
  await eventually(work, (count) => count === 500);
  const [told] = await readFleet(redis);
  // 499 in the two seconds since the announcement before; a busy machine may have been late.
  assert.ok(told !== undefined && told.workPerSecond > 0 && told.workPerSecond <= 300);
  await heartbeat.stop();
});

it('shows nobody whose announcement has run out, and forgets names that were silent long', async () => {
  const long = String(Date.now() - 61_000);
  const now = String(Date.now());
  await server.command('ZADD', '{fleet}:instances', long, 'forgotten', now, 'silent');
  assert.deepEqual(await readFleet(redis), []);
  assert.deepEqual(await server.command('ZRANGE', '{fleet}:instances', '0', '-1'), ['silent']);
  // A process that is killed can't take itself off: its announcement must end by itself.
  const heartbeat = announce('gateway', 'mortal');
  await eventually(
    () => readFleet(redis),
    (list) => list.length === 1,
  );
  const ttl = Number(await server.command('PTTL', '{fleet}:instance:mortal'));
  assert.ok(ttl > 0 && ttl <= 5000, String(ttl));
  await heartbeat.stop();
});

it('shows a process of the version before, which does not tell its work per second', async () => {
  const old = { service: 'gateway', instance: 'old', since: new Date().toISOString() };
  const text = JSON.stringify({ ...old, cpu: 0.5, memoryBytes: 1, work: 9 });
  await server.command('SET', '{fleet}:instance:old', text);
  await server.command('ZADD', '{fleet}:instances', String(Date.now()), 'old');
  assert.deepEqual(await readFleet(redis), [
    { ...old, cpu: 0.5, memoryBytes: 1, work: 9, workPerSecond: 0 },
  ]);
  await server.command('DEL', '{fleet}:instance:old', '{fleet}:instances');
});

it('tells what is wanted of each service, for 15 seconds', async () => {
  assert.equal((await readDesired(redis)).size, 0);
  await writeDesired(redis, { gateway: 3, 'order-worker': 12 });
  assert.deepEqual([...(await readDesired(redis))].toSorted(), [
    ['gateway', 3],
    ['order-worker', 12],
  ]);
  const ttl = Number(await server.command('PTTL', '{fleet}:desired'));
  assert.ok(ttl > 0 && ttl <= 15_000, String(ttl));
});
