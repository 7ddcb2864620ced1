import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketRuns } from '../../src/orders/bucket-runs.ts';
import { audit, type Ledger, newOrderId, readOrder, scanOrders } from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const SECOND_MS = 1024;

/** Orders of one ticket each, created in these seconds. */
function ordersOf(...seconds: number[]) {
  return seconds.map((second) =>
    orderOf('adult:1', { id: newOrderId(0, (1_700_000_000 + second) * SECOND_MS) }),
  );
}

async function statusesOf(ledger: Ledger, orders: readonly { id: string }[]) {
  const found = await Promise.all(orders.map(({ id }) => readOrder(ledger, id)));
  return found.map((order) => order?.status);
}

test('consecutive orders of one second form a run', () => {
  const ids = ordersOf(1, 1, 2, 1, 1, 1).map(({ id }) => id);
  const { keys, sizes } = bucketRuns(3, ids);
  assert.deepEqual(sizes, [2, 1, 3]);
  assert.equal(keys[0], keys[2]);
  assert.notEqual(keys[0], keys[1]);
  for (const key of keys) assert.match(key, /^\{s3\}:orders:[0-9a-z]{8}$/);
  assert.deepEqual(bucketRuns(0, []), { keys: [], sizes: [] });
});

test('a batch spanning several seconds is placed and settled first come, first served', async () => {
  const ledger = await freshLedger({ adult: 4 });
  const orders = ordersOf(7, 5, 5, 6, 5, 7);
  const placements = await place(ledger, ...orders);
  assert.deepEqual(new Set(placements.map(({ outcome }) => outcome)), new Set(['placed']));
  assert.equal(((await server.command('KEYS', '{s0}:orders:*')) as string[]).length, 3);
  assert.deepEqual(await settleAll(ledger), [
    ...['confirmed', 'confirmed', 'confirmed', 'confirmed'],
    ...['rejected', 'rejected'],
  ]);
  assert.deepEqual(await statusesOf(ledger, orders), [
    ...['confirmed', 'confirmed', 'confirmed', 'confirmed'],
    ...['rejected', 'rejected'],
  ]);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('all orders are found, each once, in small buckets and in large ones', async () => {
  const ledger = await freshLedger({ adult: 5000 });
  const seconds = [
    ...Array.from({ length: 600 }, () => 1),
    ...Array.from({ length: 100 }, (_, i) => i),
  ];
  const orders = ordersOf(...seconds);
  await place(ledger, ...orders);
  const found: string[] = [];
  for await (const page of scanOrders(ledger, assert.ifError)) {
    found.push(...page.map(({ id }) => id));
  }
  assert.deepEqual(found.toSorted(), orders.map(({ id }) => id).toSorted());
});
