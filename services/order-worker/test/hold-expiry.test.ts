import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createOrderLines,
  ensureWorkerGroup,
  finishOrders,
  holdsKey,
  newOrderId,
  openPaymentsKey,
  orderAddress,
  parseOrderId,
  readEntries,
  readOrder,
  readStock,
  requestCancel,
  settleOrders,
} from '@onsale/ledger';
import { createLogger, createRegistry } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { HoldExpiry } from '../src/hold-expiry.ts';
import { createHoldMetrics } from '../src/hold-metrics.ts';
import { openWorkerBench, type WorkerBench } from './open-worker.ts';

const LONG_MS = 3_600_000;

let bench: WorkerBench;
let expiries: HoldExpiry[];
beforeEach(async () => {
  bench = await openWorkerBench();
  expiries = [];
});
afterEach(async () => {
  await Promise.all(expiries.map((expiry) => expiry.stop()));
  await bench.stop();
});

/** Places orders that are held for so long, and settles them. */
async function hold(count: number, holdMs: number): Promise<string[]> {
  await ensureWorkerGroup(bench.connection, 0);
  const ids: string[] = [];
  while (ids.length < count) {
    const batch = Math.min(250, count - ids.length);
    ids.push(...(await bench.place(batch, 'seat', { holdMs })));
    const read = { consumer: 'test', count: batch, blockMs: 1 };
    await settleOrders(bench.ledger, 0, await readEntries(bench.connection, 0, read));
  }
  return ids;
}

/** The loop of one worker, in this process. */
function startExpiry(now: () => number = Date.now): { metrics: () => Promise<string> } {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const registry = createRegistry('order-worker');
  const expiry = new HoldExpiry({
    guard: { obstacle: undefined },
    ledger: bench.ledger,
    shard: 0,
    metrics: createHoldMetrics(registry),
    logger,
    orderLines: createOrderLines(logger, 'off'),
    now,
  });
  expiries.push(expiry);
  expiry.start();
  return { metrics: () => registry.metrics() };
}

const statusOf = async (id: string) => (await readOrder(bench.ledger, id))?.status;
const books = async () => (await readStock(bench.ledger, 0)).get('seat');
const holds = async () => Number(await bench.redis.command('ZCARD', holdsKey(0)));
const noHolds = async () => await eventually(holds, (count) => count === 0);

describe('a worker', () => {
  it('lets holds expire, cancels those it was asked to, and says so', async () => {
    const worker = await bench.startWorker({ LOG_ORDERS: 'all' });
    const [asked = ''] = await bench.place(1, 'seat', { holdMs: LONG_MS });
    await bench.drained();
    const [short = ''] = await bench.place(1, 'seat', { holdMs: 300 });
    await bench.drained();
    await worker.logged((line) => line.msg === 'order held');
    await requestCancel(bench.ledger, asked);
    await noHolds();
    assert.deepEqual([await statusOf(short), await statusOf(asked)], ['expired', 'cancelled']);
    assert.deepEqual(await books(), { capacity: 1000, remaining: 1000, held: 0, sold: 0 });
    await worker.logged((line) => line.msg === 'order expired');
    await worker.logged((line) => line.msg === 'order cancelled');
    const metrics = await (await fetch(`${await worker.url()}/metrics`)).text();
    assert.match(metrics, /onsale_holds_ended_total\{[^}]*outcome="expired"[^}]*\} 1/);
    assert.match(metrics, /onsale_holds_ended_total\{[^}]*outcome="cancelled"[^}]*\} 1/);
    assert.match(metrics, /onsale_orders_settled_total\{[^}]*outcome="held"[^}]*\} 2/);
  });

  it('that starts after a crash of all others releases what became due meanwhile', async () => {
    const dead = await bench.startWorker();
    const ids = await bench.place(20, 'seat', { holdMs: 1 });
    dead.signal('SIGKILL');
    await dead.exited;
    await bench.startWorker();
    await eventually(
      async () => await Promise.all(ids.map(statusOf)),
      (statuses) => statuses.every((status) => status === 'expired'),
    );
    assert.equal((await books())?.remaining, 1000);
  });
});

describe('hold expiry', () => {
  it('releases each of many holds once, with several workers at it', async () => {
    await hold(1000, 1);
    assert.equal((await books())?.remaining, 0);
    const workers = [startExpiry(), startExpiry(), startExpiry()];
    await noHolds();
    assert.deepEqual(await books(), { capacity: 1000, remaining: 1000, held: 0, sold: 0 });
    let expired = 0;
    for (const { metrics } of workers) {
      const count = /onsale_holds_ended_total\{[^}]*outcome="expired"[^}]*\} (\d+)/;
      expired += Number(count.exec(await metrics())?.[1]);
    }
    assert.equal(expired, 1000);
  });

  it('waits for the clock of Redis and for its own', async () => {
    const [id = ''] = await hold(1, 2000);
    const ahead = startExpiry(() => Date.now() + LONG_MS);
    let looks = 0;
    startExpiry(() => {
      looks += 1;
      return Date.now() - LONG_MS;
    });
    // Redis has judged it, more than once, and the slow clock has looked.
    await eventually(
      async () =>
        /onsale_hold_release_duration_seconds_count\S* (\d+)/.exec(await ahead.metrics())?.[1],
      (count) => Number(count) >= 2,
    );
    assert.ok(looks >= 1);
    assert.equal(await statusOf(id), 'held');
    await eventually(
      () => statusOf(id),
      (status) => status === 'expired',
    );
  });

  it('leaves a payment that is under way alone until it is given up', async () => {
    const [paying = '', givenUp = ''] = await hold(2, 5000);
    const open = (orderId: string, giveUpMs: number) =>
      ({ orderId, step: 'open-payment', giveUpMs }) as const;
    await finishOrders(bench.ledger, 0, [open(paying, LONG_MS), open(givenUp, 1)]);
    // As if both deadlines had passed.
    for (const id of [paying, givenUp]) {
      const address = orderAddress(0, id);
      const record = String(await bench.redis.command('HGET', ...address));
      const passed = record.replace(/\/\d+\/(\d+)/, (_, until: string) =>
        id === paying ? `/1/${until}` : '/1/2',
      );
      await bench.redis.command('HSET', ...address, passed);
    }
    await bench.redis.command('ZADD', openPaymentsKey(0), '2', givenUp);
    startExpiry();
    await eventually(
      () => statusOf(givenUp),
      (status) => status === 'expired',
    );
    assert.equal(await statusOf(paying), 'held');
    assert.equal((await books())?.held, 1);
  });

  it('goes on after an outage', async () => {
    startExpiry();
    const ids = await hold(5, 1500);
    await bench.redis.kill('SIGKILL');
    await bench.redis.restart();
    await eventually(
      async () => {
        try {
          return await holds();
        } catch {
          return -1;
        }
      },
      (count) => count === 0,
    );
    assert.deepEqual(
      await Promise.all(ids.map(statusOf)),
      ids.map(() => 'expired'),
    );
  });

  it('passes by holds that nobody can read', async () => {
    const broken = Array.from({ length: 600 }, () => newOrderId(0, Date.now()));
    for (const id of broken) {
      const [bucket] = orderAddress(0, id);
      await bench.redis.command('HSET', bucket, id, '["h?","seat:1:1000:adult"]');
      await bench.redis.command('ZADD', holdsKey(0), '1', id);
    }
    const [good = ''] = await hold(1, 1);
    assert.ok(parseOrderId(good, 1) !== undefined);
    const { metrics } = startExpiry();
    await eventually(
      () => statusOf(good),
      (status) => status === 'expired',
    );
    assert.equal(await holds(), broken.length);
    assert.match(await metrics(), /onsale_holds_ended_total\{[^}]*outcome="left"[^}]*\} 600/);
  });
});
