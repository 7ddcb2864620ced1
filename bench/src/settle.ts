import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Ledger, newOrderId, openLedger, placeOrders, type RedisReply } from '@onsale/ledger';
import { startRedis, startService, type TestRedis } from '@onsale/testing';

// How many orders one worker process settles in a second: a backlog of orders of two items is put
// into a fresh Redis with appendfsync always, then a real worker drains it. Measured from a tenth of
// the backlog to nine tenths, so that neither start nor end counts.

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '5' },
    batch: { type: 'string', default: '64' },
    'order-log': { type: 'string', default: 'all' },
  },
});
const orders = Number(values.orders);
const rates: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) rates.push(await measure());
rates.sort((a, b) => a - b);
process.stdout.write(
  `settling, one worker, WORKER_BATCH=${values.batch}, ORDER_LOG=${values['order-log']}, ${orders} orders, ${rates.length} rounds: ` +
    `median ${show(rates[Math.floor(rates.length / 2)])} orders/s ` +
    `(${show(rates[0])} to ${show(rates.at(-1))})\n`,
);

async function measure(): Promise<number> {
  const redis = await startRedis({ args: ['--hash-max-listpack-value', '512'] });
  const ledger = await openLedger(
    {
      command: (_key, args) => redis.command(...args) as Promise<RedisReply>,
      nodes: async () => [{ command: (args) => redis.command(...args) as Promise<RedisReply> }],
    },
    1,
  );
  await fillStream(redis, ledger);
  const environment = {
    REDIS_URL: redis.url,
    WORKER_BATCH: values.batch,
    ORDER_LOG: values['order-log'],
  };
  const worker = startService('order-worker', environment, { unread: true });
  const startedAt = await reached(redis, orders * 0.9);
  const endedAt = await reached(redis, orders * 0.1);
  await worker.stop();
  await redis.stop();
  return (startedAt.left - endedAt.left) / ((endedAt.atMs - startedAt.atMs) / 1000);
}

async function fillStream(redis: TestRedis, ledger: Ledger): Promise<void> {
  for (const ticket of ['bench-adult', 'bench-child']) {
    for (const [book, count] of [
      ['capacity', orders],
      ['remaining', orders],
      ['held', 0],
      ['sold', 0],
    ]) {
      await redis.command('HSET', '{s0}:stock', `${ticket}:${book}`, String(count));
    }
  }
  for (let placed = 0; placed < orders; placed += 250) {
    await placeOrders(ledger, 0, {
      maxBacklog: orders * 2,
      orders: Array.from({ length: 250 }, () => ({
        id: newOrderId(0, Date.now()),
        eventId: 'bench-event',
        currency: 'EUR',
        customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
        paymentMethod: 'credit_card',
        lines: [
          { ticketId: 'bench-adult', type: 'adult', qty: 1, unitMinor: 2500 },
          { ticketId: 'bench-child', type: 'child', qty: 1, unitMinor: 1200 },
        ],
        totalMinor: 3700,
      })),
    });
  }
}

async function reached(redis: TestRedis, backlog: number): Promise<{ left: number; atMs: number }> {
  for (;;) {
    const left = Number(await redis.command('XLEN', '{s0}:order-stream'));
    if (left <= backlog) return { left, atMs: performance.now() };
    await delay(5);
  }
}

function show(rate: number | undefined): string {
  return Math.round(rate ?? 0).toLocaleString('en');
}
