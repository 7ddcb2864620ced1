import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endWithUs, eventually } from '@onsale/testing';
import {
  audit,
  boughtKey,
  holdsKey,
  openPaymentsKey,
  placeOrders,
  readCounts,
  readEntries,
  readOrder,
  readStock,
  settleOrders,
} from '../../src/index.ts';
import { ORDER_STEPS } from '../../src/orders/order-states.ts';
import { shopOrder } from './held-order.ts';
import { CAPACITY, openShop, readChanges } from './order-shop.ts';
import type { Done, Race } from './racing-process.ts';

const ORDERS = 400;
/** Deadlines are spread over this time, so that they pass while payers are at work. */
const LONGEST_HOLD_MS = 600;
const WORKERS = ['worker-1', 'worker-2'];
const PAYERS = ['payer-1', 'payer-2', 'payer-3'];

const { redis, ledger, close } = await openShop();
after(close);

test('two workers and three payers that race for the same holds agree on one outcome', async () => {
  const racers = await Promise.all([...WORKERS, ...PAYERS].map(start));
  const orders = Array.from({ length: ORDERS }, (_, i) =>
    shopOrder(1 + Math.round((i / ORDERS) * LONGEST_HOLD_MS)),
  );
  const orderIds = orders.map((order) => order.id);
  for (let i = 0; i < ORDERS; i += 100) {
    await placeOrders(ledger, 0, { orders: orders.slice(i, i + 100), maxBacklog: ORDERS });
  }
  const entries = await readEntries(ledger.redis, 0, { consumer: 'w', count: ORDERS, blockMs: 1 });
  await settleOrders(ledger, 0, entries);
  const reports = racers.map(({ name, run }) => {
    const role = WORKERS.includes(name) ? 'worker' : 'payer';
    return run({ url: redis.url, role, name, orderIds });
  });
  const payers = await Promise.all(reports.slice(WORKERS.length));
  // What was left is let go by the workers.
  for (const key of [holdsKey(0), openPaymentsKey(0)]) {
    await eventually(
      () => redis.command('ZCARD', key),
      (count) => count === 0,
    );
  }
  for (const { end } of racers) end();
  const done = [...(await Promise.all(reports.slice(0, WORKERS.length))), ...payers].flat();

  const changes = await readChanges(ledger);
  const outcomes: Record<string, number> = { confirmed: 0, expired: 0, cancelled: 0 };
  for (const orderId of orderIds) {
    const order = await readOrder(ledger, orderId);
    const chain = changes.get(orderId) ?? [];
    const states = ['p', ...chain.map((change) => change.slice(1))];
    // Each change starts where the one before it has led to.
    assert.deepEqual(
      chain.map((change) => change.charAt(0)),
      states.slice(0, -1),
    );
    // Whoever was told that a step is done has really taken it, and nobody else has.
    const told = done.filter(([id]) => id === orderId).map(([, step]) => ORDER_STEPS[step].to);
    assert.deepEqual(told.toSorted(), states.slice(2).toSorted());
    assert.ok(states.filter((state) => state === 'c').length <= 1);
    outcomes[order?.status ?? ''] = (outcomes[order?.status ?? ''] ?? 0) + 1;
    if (order?.status !== 'confirmed') continue;
    assert.ok(PAYERS.includes(order.cause ?? ''));
  }
  const { confirmed = 0, expired = 0, cancelled = 0, ...others } = outcomes;
  assert.deepEqual(others, {});
  // None of these was rare, or it was no race.
  assert.ok(Math.min(confirmed, expired, cancelled) > 10, JSON.stringify(outcomes));
  const sold = 2 * confirmed;
  const books = { capacity: CAPACITY, remaining: CAPACITY - sold, held: 0, sold };
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), books);
  const counts = await readCounts(ledger, 0);
  assert.deepEqual(
    [counts.confirmed, counts.expired, counts.cancelled],
    [confirmed, expired, cancelled],
  );
  const bought = boughtKey(0, 'show');
  const customer = 'ada'.padEnd(22, '-');
  assert.deepEqual(await redis.command('HGETALL', bought), [customer, String(sold)]);
  assert.deepEqual((await audit(ledger)).problems, []);
});

interface Racer {
  name: string;
  /** Resolves with the steps that were done. */
  run: (race: Race) => Promise<Done>;
  end: () => void;
}

async function start(name: string): Promise<Racer> {
  const child = fork(fileURLToPath(new URL('./racing-process.ts', import.meta.url)));
  endWithUs(child);
  await once(child, 'message');
  return {
    name,
    run: async (race) => {
      child.send(race);
      const [done] = (await once(child, 'message')) as [Done];
      return done;
    },
    end: () => {
      if (child.connected) child.send('over');
    },
  };
}
