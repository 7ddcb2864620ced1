import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import {
  connectRedis,
  createLogger,
  type RedisConnection,
  readFleet,
  startHeartbeat,
} from '../src/index.ts';

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
  done = 5;
  await eventually(work, (count) => count === 5);
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
