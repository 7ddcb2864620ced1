import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boughtKey,
  bucketIndexKey,
  allLineKeysOf,
  claimEntries,
  codesKey,
  deadLetterKey,
  ensureWorkerGroup,
  eventsKey,
  holdsKey,
  type Ledger,
  moveToDeadLetters,
  orderBucketKey,
  orderLogKey,
  orderSecond,
  orderStreamKey,
  paymentsDueKey,
  paymentsKey,
  placeOrders,
  poolsKey,
  readBacklog,
  readCounts,
  readEntries,
  readOrder,
  REHEARSAL_SHARD,
  resetRehearsal,
  settleOrders,
  stockKey,
} from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const shard = REHEARSAL_SHARD;
const books = (goods: string, counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([book, count]) => [`${goods}:${book}`, String(count)]);

/** A ledger with ten tickets in the shop and ten in a rehearsal, which are of a pool too. */
async function open(): Promise<Ledger> {
  const ledger = await freshLedger({ adult: 10 });
  await ensureWorkerGroup(ledger.redis, shard);
  const full = { capacity: 10, remaining: 10, held: 0, sold: 0 };
  await server.command('HSET', stockKey(shard), ...books('dry', full));
  await server.command('HSET', stockKey(shard), 'dry:note', 'kept');
  await server.command('HSET', poolsKey(shard), ...books('rehearsal/room', full));
  return ledger;
}

async function rehearse(ledger: Ledger, ...wanted: string[]) {
  const orders = wanted.map((each) => orderOf(each, { shard, eventId: 'rehearsal' }));
  const placements = await placeOrders(ledger, shard, { orders, maxBacklog: 1000 });
  assert.ok(placements.every(({ outcome }) => outcome === 'placed'));
  return orders;
}

const read = async (ledger: Ledger, count: number) =>
  await readEntries(ledger.redis, shard, { consumer: 'worker-1', count, blockMs: 1 });

const stock = async (key: string, goods: string) =>
  await server.command(
    'HMGET',
    key,
    ...books(goods, { capacity: 0, remaining: 0, held: 0, sold: 0 }).filter((_, i) => i % 2 === 0),
  );

test('a reset deletes all orders of rehearsals, and puts their tickets back on sale', async () => {
  const ledger = await open();
  const shop = orderOf('adult:3');
  await place(ledger, shop);
  await settleAll(ledger);

  const [settled, failed, held, waiting] = await rehearse(
    ledger,
    'dry:2',
    'dry:1',
    'dry:1',
    'dry:1',
  );
  await settleOrders(ledger, shard, await read(ledger, 1));
  const [broken] = await read(ledger, 1);
  assert.ok(broken);
  await moveToDeadLetters(ledger, shard, { entry: broken, error: 'it broke', deliveries: 5 });
  const inHands = await read(ledger, 1);
  assert.equal(inHands[0]?.orderId, held?.id);
  await server.command(
    'HSET',
    poolsKey(shard),
    ...books('rehearsal/room', { remaining: 7, held: 1, sold: 2 }),
  );
  await server.command('HINCRBY', stockKey(shard), 'dry:held', '1');
  await server.command('ZADD', holdsKey(shard), '1', 'x');
  await server.command('ZADD', eventsKey(shard), '1', 'rehearsal');
  await server.command('HSET', boughtKey(shard, 'rehearsal'), 'x', '1');
  await server.command('XADD', orderLogKey(shard), '*', 'v', '1');
  const payments = paymentsKey(shard, orderSecond(settled?.id ?? ''));
  await server.command('HSET', payments, settled?.id ?? '', '{"revision":1}');
  await server.command('ZADD', paymentsDueKey(shard), '1', settled?.id ?? '');

  assert.equal(await resetRehearsal(ledger), 4);
  for (const order of [settled, failed, held, waiting]) {
    assert.equal(await readOrder(ledger, order?.id ?? ''), undefined);
  }
  const full = ['10', '10', '0', '0'];
  assert.deepEqual(await stock(stockKey(shard), 'dry'), full);
  assert.deepEqual(await stock(poolsKey(shard), 'rehearsal/room'), full);
  assert.equal(await server.command('HGET', stockKey(shard), 'dry:note'), 'kept');
  assert.deepEqual(new Set(Object.values(await readCounts(ledger, shard))), new Set([0]));
  const { waiting: entries, pending, deadLetters } = await readBacklog(ledger, shard);
  assert.deepEqual([entries, pending, deadLetters], [0, 0, 0]);
  for (const key of [
    bucketIndexKey(shard),
    deadLetterKey(shard),
    holdsKey(shard),
    payments,
    paymentsDueKey(shard),
    boughtKey(shard, 'rehearsal'),
  ]) {
    assert.equal(await server.command('EXISTS', key), 0, key);
  }
  assert.equal(await server.command('XLEN', orderLogKey(shard)), 0);
  // The shop and the events are as before.
  assert.equal((await readOrder(ledger, shop.id))?.status, 'confirmed');
  assert.equal(await server.command('HGET', stockKey(0), 'adult:sold'), '3');
  assert.equal(await server.command('EXISTS', eventsKey(shard)), 1);
  assert.equal(await resetRehearsal(ledger), 0);
});

test('a worker that settles what a reset has deleted changes nothing, and sells what comes next', async () => {
  const ledger = await open();
  await rehearse(ledger, 'dry:2');
  const inHands = await read(ledger, 10);
  await resetRehearsal(ledger);
  const [settlement] = await settleOrders(ledger, shard, inHands);
  assert.equal(settlement, 'no-such-order');
  assert.deepEqual(await stock(stockKey(shard), 'dry'), ['10', '10', '0', '0']);
  const claim = { consumer: 'worker-2', minIdleMs: 0, count: 100, start: '-' };
  assert.deepEqual((await claimEntries(ledger.redis, shard, claim)).entries, []);
  const [order] = await rehearse(ledger, 'dry:2');
  await settleOrders(ledger, shard, await read(ledger, 10));
  assert.equal((await readOrder(ledger, order?.id ?? ''))?.status, 'confirmed');
  assert.deepEqual(await stock(stockKey(shard), 'dry'), ['10', '8', '0', '2']);
});

test('the lines of rehearsals go with the orders, and their codes are as if nobody had used them', async () => {
  const ledger = await open();
  await server.command('ZADD', eventsKey(shard), '1', 'rehearsal');
  const codes = codesKey(shard, 'rehearsal');
  await server.command('HSET', codes, 'TENTH', '{"unit":"order"}', 'TENTH:used', '7');
  const line = allLineKeysOf({ shard, eventId: 'rehearsal' });
  for (const key of line) await server.command('HSET', key, 'a', 'b');
  await rehearse(ledger, 'dry:1');
  await resetRehearsal(ledger);
  assert.equal(await server.command('EXISTS', ...line), 0);
  assert.deepEqual(await server.command('HMGET', codes, 'TENTH', 'TENTH:used'), [
    ...['{"unit":"order"}', '0'],
  ]);
});

test('more buckets than one call deletes are deleted in several', async () => {
  const ledger = await open();
  await rehearse(ledger, 'dry:1');
  const keys = Array.from({ length: 9000 }, (_, i) =>
    orderBucketKey(shard, `00000${String(i).padStart(3, '0')}`),
  );
  for (const key of keys) await server.command('HSET', key, 'a', 'b', 'c', 'd');
  await server.command('ZADD', bucketIndexKey(shard), ...keys.flatMap((key) => ['0', key]));
  assert.equal(await resetRehearsal(ledger), 2 * 9000 + 1);
  assert.equal(await server.command('EXISTS', ...keys, bucketIndexKey(shard)), 0);
  assert.deepEqual(await stock(stockKey(shard), 'dry'), ['10', '10', '0', '0']);
});

test('a reset of a shard in which nobody ever sold anything does nothing', async () => {
  const ledger = await freshLedger();
  assert.equal(await resetRehearsal(ledger), 0);
  assert.equal(await server.command('EXISTS', orderStreamKey(shard), stockKey(shard)), 0);
});
