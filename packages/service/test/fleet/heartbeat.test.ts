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
  return startHeartbeat({ redis, service, instance, work, cpuRequest: 0.5, logger });
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
  for (const { since, cpu, cpuRequest, memoryBytes } of fleet) {
    assert.equal(cpuRequest, 0.5);
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

it('shows nobody whose announcement has run out, and forgets the name', async () => {
  await server.command('ZADD', '{fleet}:instances', '0', 'silent');
  assert.deepEqual(await readFleet(redis), []);
  assert.deepEqual(await server.command('ZRANGE', '{fleet}:instances', '0', '-1'), []);
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

it('shows all who are alive to a process whose clock is wrong by minutes', async (t) => {
  const heartbeats = [announce('gateway', 'g1'), announce('order-worker', 'w1')];
  await eventually(
    () => readFleet(redis),
    (list) => list.length === 2,
  );
  for (const wrongByMs of [-600_000, 600_000]) {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + wrongByMs });
    const shown = (await readFleet(redis)).map(({ instance }) => instance);
    t.mock.timers.reset();
    assert.deepEqual(shown, ['g1', 'w1']);
  }
  for (const heartbeat of heartbeats) await heartbeat.stop();
});

it('leaves out what is not an announcement, and shows all others', async () => {
  const heartbeat = announce('gateway', 'g1');
  await eventually(
    () => readFleet(redis),
    (list) => list.length === 1,
  );
  const good = String(await server.command('GET', '{fleet}:instance:g1'));
  const forged: Record<string, string> = {
    text: 'not JSON',
    list: '[]',
    nothing: 'null',
    incomplete: '{"service":"gateway","instance":"incomplete"}',
    nothingRequested: good.replace('"cpuRequest":0.5', '"cpuRequest":0'),
    types: good.replace(/"cpu":[\d.]+/, '"cpu":"high"'),
    huge: good.replace(/}$/, `,"more":"${'x'.repeat(4096)}"}`),
  };
  for (const [name, text] of Object.entries(forged)) {
    await server.command('SET', `{fleet}:instance:${name}`, text);
    await server.command('ZADD', '{fleet}:instances', '0', name);
  }
  assert.deepEqual(
    (await readFleet(redis)).map(({ instance }) => instance),
    ['g1'],
  );
  await server.command('DEL', ...Object.keys(forged).map((name) => `{fleet}:instance:${name}`));
  await heartbeat.stop();
});

it('shows processes of 0.1.0, and of a version that tells more', async () => {
  // As 0.1.0 wrote it.
  const old = {
    ...{ service: 'gateway', instance: 'old', since: '2026-11-26T10:00:00.000Z' },
    ...{ cpu: 0.123, cpuRequest: null, memoryBytes: 90_000_000, work: 12, workPerSecond: 3 },
  };
  const providerCalls = { mostPerSecond: 20.5, waitMs: 0, ofWhich: [{ refunds: 1 }] };
  const newer = { ...old, instance: 'newer', zone: 'b', providerCalls };
  for (const each of [old, newer]) {
    await server.command('SET', `{fleet}:instance:${each.instance}`, JSON.stringify(each));
    await server.command('ZADD', '{fleet}:instances', '0', each.instance);
  }
  assert.deepEqual(await readFleet(redis), [newer, old]);
  await server.command('DEL', '{fleet}:instance:old', '{fleet}:instance:newer');
});

it('tells what is wanted of each service, for 15 seconds', async () => {
  assert.equal((await readDesired(redis)).size, 0);
  const gateway = { count: 3, reason: 'cpu 83 % of 60 % → 3 wanted', cpuTarget: 0.6 };
  await writeDesired(redis, { gateway, 'order-worker': { count: 12 } });
  assert.deepEqual(Object.fromEntries(await readDesired(redis)), {
    gateway,
    'order-worker': { count: 12 },
  });
  const ttl = Number(await server.command('PTTL', '{fleet}:desired'));
  assert.ok(ttl > 0 && ttl <= 15_000, String(ttl));
});

it('tells what payments may ask of their provider, and skips a process that tells nonsense', async () => {
  const providerCalls = () => ({ mostPerSecond: 20, waitMs: 150 });
  const options = { redis, service: 'payments', work: () => 0, logger };
  const heartbeat = startHeartbeat({ ...options, instance: 'p1', providerCalls });
  const [told] = await eventually(
    () => readFleet(redis),
    (list) => list.length === 1,
  );
  assert.deepEqual(told?.providerCalls, providerCalls());
  for (const nonsense of [7, null, { mostPerSecond: 20 }, { mostPerSecond: '20', waitMs: 0 }]) {
    const text = JSON.stringify({ ...told, instance: 'p2', providerCalls: nonsense });
    await server.command('SET', '{fleet}:instance:p2', text);
    await server.command('ZADD', '{fleet}:instances', '0', 'p2');
    assert.deepEqual(
      (await readFleet(redis)).map(({ instance }) => instance),
      ['p1'],
    );
  }
  await heartbeat.stop();
});
