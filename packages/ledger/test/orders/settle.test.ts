import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import {
  adoptStranded,
  audit,
  countBacklog,
  isSettled,
  type Ledger,
  MAX_SETTLE_BATCH,
  ORDER_STATES,
  orderAddress,
  orderChangesChannel,
  placeOrders,
  readOrder,
  readStock,
  settleOrders,
  type StreamEntry,
} from '../../src/index.ts';
import { claimAll, orderOf, place, read, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

async function remaining(ledger: Ledger, ticketId: string): Promise<number | undefined> {
  return (await readStock(ledger, 0)).get(ticketId)?.remaining;
}

/** Queues entries by hand, for orders that `place` would not accept. */
async function placeByHand(orderId: string, items: string): Promise<void> {
  await server.command('HSET', ...orderAddress(0, orderId), JSON.stringify(['p', items]));
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', orderId);
}

test('orders are settled first come, first served', async () => {
  const ledger = await freshLedger({ adult: 3 });
  const orders = [orderOf('adult:2'), orderOf('adult:2'), orderOf('adult:1')];
  await place(ledger, ...orders);
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'rejected', 'confirmed']);
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), {
    ...{ capacity: 3, remaining: 0, held: 0, sold: 3 },
  });
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('an order gets all of its tickets or none', async () => {
  const ledger = await freshLedger({ adult: 5, child: 1 });
  await place(ledger, orderOf('child:1'), orderOf('adult:2,child:1'));
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'rejected']);
  assert.equal(await remaining(ledger, 'adult'), 5);
});

test('adult:2,adult:2 with 3 left is refused as a whole', async () => {
  const ledger = await freshLedger({ adult: 3 });
  await placeByHand('0'.repeat(28), 'adult:2:1000:adult,adult:2:1000:adult');
  assert.deepEqual(await settleAll(ledger), ['rejected']);
  assert.equal(await remaining(ledger, 'adult'), 3);
});

test('an entry delivered twice takes effect once', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2'));
  const entries = await read(ledger);
  await settleOrders(ledger, 0, entries);
  assert.deepEqual(await settleOrders(ledger, 0, entries), ['already-settled']);
  assert.equal(await remaining(ledger, 'adult'), 8);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('an order queued twice is settled once, in one batch or two', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:2');
  await place(ledger, order);
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', order.id);
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'already-settled']);
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', order.id);
  assert.deepEqual(await settleAll(ledger), ['already-settled']);
  assert.equal(await remaining(ledger, 'adult'), 8);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});

test('a crash before settling changes nothing, and another worker settles the entry', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2'));
  await read(ledger, { consumer: 'crashed' });
  assert.equal(await remaining(ledger, 'adult'), 10);
  assert.deepEqual(await settleOrders(ledger, 0, await claimAll(ledger)), ['confirmed']);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('two workers that settle the same entries at once sell the tickets once', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2'), orderOf('adult:3'));
  const [slow, fast] = [await read(ledger), await claimAll(ledger)];
  await Promise.all([settleOrders(ledger, 0, slow), settleOrders(ledger, 0, fast)]);
  assert.equal(await remaining(ledger, 'adult'), 5);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('an entry whose order is missing stays in the stream', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', 'nobody');
  await server.command('XADD', '{s0}:order-stream', '*', 'something', 'else');
  assert.deepEqual(await settleAll(ledger), ['no-such-order', 'no-such-order']);
  assert.equal((await claimAll(ledger)).length, 2);
});

test('an entry whose order is malformed stays in the stream and takes no stock', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const malformed = ['', 'adult', 'adult:2', 'adult:-1:1:adult', 'adult:0:1:adult'];
  const more = ['adult:1.5:1:adult', 'adult:x:1:adult', 'adult:2:1000:adult,', 'Adult:1:1:adult'];
  for (const [i, items] of [...malformed, ...more].entries()) await placeByHand(`bad-${i}`, items);
  const records = [
    '',
    'text',
    '["p"]',
    '["p",1]',
    '["p","adult:1:1:adult',
    '["?1","adult:1:1:adult"]',
  ];
  for (const [i, record] of records.entries()) {
    await server.command('HSET', ...orderAddress(0, `record-${i}`), record);
    await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', `record-${i}`);
  }
  await server.command('SET', orderAddress(0, 'no-bucket')[0], 'text');
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', 'no-bucket');
  const settlements = await settleAll(ledger);
  assert.deepEqual([...new Set(settlements)], ['malformed-order']);
  assert.equal(await remaining(ledger, 'adult'), 10);
  assert.equal(await countBacklog(ledger.redis, 0), settlements.length);
  assert.equal(await server.command('HGET', ...orderAddress(0, 'bad-0')), '["p",""]');
});

test('an order in a state of a newer version is left alone, and the others are settled', async () => {
  const ledger = await freshLedger({ adult: 10 });
  for (const state of ['z1780833652281', 'z', 'h', 'p1780833652281', 'w1780833652281;42']) {
    const [newer, own] = [orderOf('adult:1'), orderOf('adult:1')];
    await place(ledger, newer, own);
    await editOrder(server, newer.id, { place: ORDER_STATE, text: state });
    const settlements = await settleAll(ledger);
    assert.deepEqual(settlements, ['unknown-state', 'confirmed'], state);
    assert.deepEqual(settlements.map(isSettled), [false, true]);
    assert.equal((await readOrder(ledger, newer.id))?.status, 'unknown');
    const [record] = JSON.parse(
      String(await server.command('HGET', ...orderAddress(0, newer.id))),
    ) as string[];
    assert.equal(record, state);
  }
  assert.equal(await countBacklog(ledger.redis, 0), 5);
});

test('every later state this version knows is readable, and its entry leaves the stream', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const later = Object.entries(ORDER_STATES).filter(([, { status }]) => status !== 'pending');
  assert.deepEqual(
    new Set(later.map(([, { status }]) => status)),
    new Set(['held', 'confirmed', 'rejected', 'expired', 'cancelled', 'refunded']),
  );
  for (const [letter, { status, reason, isOutcome }] of later) {
    const order = orderOf('adult:1');
    await place(ledger, order);
    await editOrder(server, order.id, { place: ORDER_STATE, text: `${letter}1780833652281` });
    assert.deepEqual(await settleAll(ledger), ['already-settled'], status);
    const stored = await readOrder(ledger, order.id);
    const settledAtMs = isOutcome ? 1780833652281 : undefined;
    assert.deepEqual(
      [stored?.status, stored?.reason, stored?.settledAtMs],
      [status, reason, settledAtMs],
    );
  }
  assert.equal(await countBacklog(ledger.redis, 0), 0);
  assert.equal(await remaining(ledger, 'adult'), 10);
});

test('an entry with a ticket without stock stays in the stream and takes none of its other tickets', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await placeByHand('unknown', 'adult:1:1000:adult,unheard-of:1:1000:adult');
  assert.deepEqual(await settleAll(ledger), ['unknown-ticket']);
  assert.equal(await remaining(ledger, 'adult'), 10);
  assert.equal(await countBacklog(ledger.redis, 0), 1);
});

test('entries that cannot be settled do not hold up the rest of their batch', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await placeByHand('bad', 'nonsense');
  await place(ledger, orderOf('adult:1'));
  const settlements = await settleAll(ledger);
  assert.deepEqual(settlements, ['malformed-order', 'confirmed']);
  assert.deepEqual(settlements.map(isSettled), [false, true]);
});

test('a quantity too large for a number sells nothing', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await placeByHand('huge', `adult:${'9'.repeat(400)}:1:adult`);
  assert.deepEqual(await settleAll(ledger), ['rejected']);
  assert.equal(await remaining(ledger, 'adult'), 10);
});

test('the length of the stream always equals the backlog', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, ...Array.from({ length: 5 }, () => orderOf('adult:3')));
  assert.equal(await countBacklog(ledger.redis, 0), 5);
  const first = await read(ledger, { count: 2 });
  assert.equal(await countBacklog(ledger.redis, 0), 5);
  await settleOrders(ledger, 0, first);
  assert.equal(await countBacklog(ledger.redis, 0), 3);
  await settleAll(ledger);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});

/** Places this many orders of one adult ticket. */
async function placeMany(ledger: Ledger, count: number): Promise<void> {
  await place(ledger, ...Array.from({ length: count }, () => orderOf('adult:1')));
}

test('entries held by another worker stay in the stream, before and between those settled', async () => {
  const ledger = await freshLedger({ adult: 100 });
  await placeMany(ledger, 30);
  const batches: { consumer: string; entries: StreamEntry[] }[] = [];
  for (const consumer of ['slow', 'fast', 'slow', 'fast', 'slow']) {
    batches.push({ consumer, entries: await read(ledger, { consumer, count: 6 }) });
  }
  const heldBy = (name: string) =>
    batches.filter(({ consumer }) => consumer === name).flatMap(({ entries }) => entries);
  await settleOrders(ledger, 0, batches[1]?.entries ?? []);
  assert.equal(await countBacklog(ledger.redis, 0), 24);
  await settleOrders(ledger, 0, batches[0]?.entries ?? []);
  assert.equal(await countBacklog(ledger.redis, 0), 18);
  await settleOrders(ledger, 0, [...(batches[2]?.entries ?? []), ...(batches[4]?.entries ?? [])]);
  assert.equal(await countBacklog(ledger.redis, 0), 6);
  assert.deepEqual((await audit(ledger)).problems, []);
  await settleOrders(ledger, 0, heldBy('fast'));
  assert.equal(await countBacklog(ledger.redis, 0), 0);
  assert.equal(await remaining(ledger, 'adult'), 70);
});

test('an entry acknowledged by hand is never trimmed along with its neighbours', async () => {
  const ledger = await freshLedger({ adult: 100 });
  await placeMany(ledger, 10);
  const [first, stranded] = await read(ledger, { consumer: 'dead' });
  assert.ok(first && stranded);
  await server.command('XACK', '{s0}:order-stream', 'workers', stranded.id);
  const claimed = await claimAll(ledger);
  assert.equal(claimed.length, 9);
  await settleOrders(ledger, 0, claimed);
  assert.equal(await countBacklog(ledger.redis, 0), 1);

  // Not even right before a whole batch of new entries.
  await placeMany(ledger, 10);
  await settleOrders(ledger, 0, await read(ledger), { consecutive: true });
  assert.equal(await countBacklog(ledger.redis, 0), 1);
  const adopted = await adoptStranded(ledger, 0, { consumer: 'heir', idleMs: 1 });
  assert.deepEqual(
    adopted.map(({ id }) => id),
    [stranded.id],
  );
  assert.deepEqual(await settleOrders(ledger, 0, await claimAll(ledger)), ['confirmed']);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('exactly the settled batch leaves the stream', async () => {
  const ledger = await freshLedger({ adult: 100 });
  await placeMany(ledger, 20);
  const first = await read(ledger, { count: 8 });
  const second = await read(ledger, { count: 8 });
  await settleOrders(ledger, 0, second, { consecutive: true });
  assert.equal(await countBacklog(ledger.redis, 0), 12);
  await settleOrders(ledger, 0, first, { consecutive: true });
  assert.equal(await countBacklog(ledger.redis, 0), 4);
  await settleOrders(ledger, 0, await read(ledger), { consecutive: true });
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('entries leave the stream in whatever order they are passed in', async () => {
  const ledger = await freshLedger({ adult: 100 });
  await placeMany(ledger, 12);
  const entries = await read(ledger);
  await settleOrders(ledger, 0, entries.slice(0, 8).toReversed());
  assert.equal(await countBacklog(ledger.redis, 0), 4);
  const [first] = entries.slice(8);
  assert.ok(first);
  await settleOrders(ledger, 0, [...entries.slice(8), first]);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
  assert.equal(await remaining(ledger, 'adult'), 88);
});

test('an entry acknowledged by hand stays in the stream', async () => {
  const ledger = await freshLedger({ adult: 100 });
  await placeMany(ledger, 12);
  await read(ledger, { consumer: 'removed', count: 2 });
  await server.command('XGROUP', 'DELCONSUMER', '{s0}:order-stream', 'workers', 'removed');
  await settleOrders(ledger, 0, await read(ledger));
  assert.equal(await countBacklog(ledger.redis, 0), 2);
  await server.command('XGROUP', 'SETID', '{s0}:order-stream', 'workers', '0');
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'confirmed']);
});

test('the largest batch is settled in one call', async () => {
  const ledger = await freshLedger({ adult: MAX_SETTLE_BATCH });
  for (let placed = 0; placed < MAX_SETTLE_BATCH; placed += 250) {
    const orders = Array.from({ length: 250 }, () => orderOf('adult:1'));
    await placeOrders(ledger, 0, { orders, maxBacklog: MAX_SETTLE_BATCH });
  }
  const settlements = await settleOrders(
    ledger,
    0,
    await read(ledger, { count: MAX_SETTLE_BATCH }),
  );
  assert.deepEqual([...new Set(settlements)], ['confirmed']);
  assert.equal(settlements.length, MAX_SETTLE_BATCH);
  assert.equal(await remaining(ledger, 'adult'), 0);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});

test('followers of a shard are told once which orders were settled', async () => {
  const ledger = await freshLedger({ adult: 3 });
  const [first, second] = [orderOf('adult:2'), orderOf('adult:2')];
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  await server.subscribe(orderChangesChannel(0), (message) => {
    heard.push(message);
    if (message === 'the last') last.resolve();
  });
  await place(ledger, first, second);
  const entries = await read(ledger);
  await settleOrders(ledger, 0, entries);
  await settleOrders(ledger, 0, entries);
  await server.command('SPUBLISH', orderChangesChannel(0), 'the last');
  await last.promise;
  assert.deepEqual(heard, [`${first.id} ${second.id}`, 'the last']);
});

test('when Redis is out of memory nothing is placed, but the backlog is still settled', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const [waiting, late] = [orderOf('adult:2'), orderOf('adult:2')];
  await place(ledger, waiting);
  await server.command('CONFIG', 'SET', 'maxmemory', '1');
  try {
    await assert.rejects(place(ledger, late), /OOM/);
    assert.deepEqual(await settleAll(ledger), ['confirmed']);
    assert.equal(await countBacklog(ledger.redis, 0), 0);
  } finally {
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
  }
  assert.equal((await readOrder(ledger, waiting.id))?.status, 'confirmed');
  assert.equal(await readOrder(ledger, late.id), undefined);
  assert.deepEqual((await audit(ledger)).problems, []);
});
