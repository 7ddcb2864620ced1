import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import {
  boughtKey,
  eventKey,
  finishOrders,
  holdsKey,
  isSettled,
  type Ledger,
  moveToDeadLetters,
  poolsKey,
  readCounts,
  readDeadLetters,
  readOrder,
  replayDeadLetter,
  rulesField,
  settleOrders,
  stockKey,
} from '../../src/index.ts';
import {
  booksOf,
  EVENT_ID,
  hold,
  HOLD_MS,
  orderOf,
  place,
  putEvent,
  read,
  readPool,
  recordOf,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

// Settling orders of events that have rules: holds, pools, limits and cancelled events.

const { server, freshLedger } = await startLedgerRedis();

const ADA = 'a'.repeat(22);
const BOB = 'b'.repeat(22);
const NET = 'n'.repeat(22);

async function reasonOf(ledger: Ledger, { id }: { id: string }): Promise<string | undefined> {
  return (await readOrder(ledger, id))?.reason;
}

async function boughtBy(field: string): Promise<unknown> {
  return await server.command('HGET', boughtKey(0, EVENT_ID), field);
}

test('an order that needs a payment is held until its deadline', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = orderOf('adult:2', { holdMs: HOLD_MS });
  await place(ledger, order);
  assert.equal((await readOrder(ledger, order.id))?.holdMs, HOLD_MS);
  const [settlement] = await settleAll(ledger);
  assert.equal(settlement, 'held');
  assert.equal(isSettled('held'), true);
  const stored = await readOrder(ledger, order.id);
  assert.equal(stored?.status, 'held');
  assert.equal(stored.settledAtMs, undefined);
  const [, since, until] = /^\["h(\d+)\/(\d+)",/.exec(await recordOf(server, order)) ?? [];
  assert.equal(Number(until) - Number(since), HOLD_MS);
  assert.equal(stored.heldUntilMs, Number(until));
  assert.equal(await server.command('ZSCORE', holdsKey(0), order.id), until);
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 3, held: 2, sold: 0 });
  assert.deepEqual((await readCounts(ledger, 0)).held, 1);
});

test('a shortage that only holds cause is not sold out', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const late = [orderOf('adult:4'), orderOf('adult:5', { holdMs: 1 }), orderOf('adult:5')];
  await place(ledger, orderOf('adult:2', { holdMs: HOLD_MS }), ...late, orderOf('adult:2'));
  await settleAll(ledger);
  assert.deepEqual(
    await Promise.all(late.map((order) => reasonOf(ledger, order))),
    late.map(() => 'held_by_others'),
  );
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 1, held: 2, sold: 2 });
  const [placement] = await place(ledger, orderOf('adult:3'));
  assert.deepEqual(placement, { outcome: 'held-by-others', ticketId: 'adult', remaining: 1 });
  const [other] = await place(ledger, orderOf('adult:4'));
  assert.deepEqual(other, { outcome: 'sold-out', ticketId: 'adult', remaining: 1 });
});

test('an order of several tickets is sold out if one of them is, whatever is held of others', async () => {
  const ledger = await freshLedger({ adult: 2, child: 1 });
  const both = orderOf('adult:1,child:1');
  await place(ledger, orderOf('adult:2', { holdMs: HOLD_MS }), orderOf('child:1'), both);
  await settleAll(ledger);
  assert.equal(await reasonOf(ledger, both), 'sold_out');
  const [placement] = await place(ledger, orderOf('adult:1,child:1'));
  assert.deepEqual(placement, { outcome: 'sold-out', ticketId: 'child', remaining: 0 });
});

test('tickets of a pool take from it as well, all or none', async () => {
  const ledger = await freshLedger({ adult: 5, child: 5, balcony: 5 });
  await putEvent(ledger, ['adult', 'child'], { pool: 6 });
  const orders = ['adult:2,child:1', 'child:2,adult:2', 'balcony:1', 'child:3'];
  await place(ledger, ...orders.map((wanted) => orderOf(wanted)));
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'rejected', 'confirmed', 'confirmed']);
  assert.deepEqual(await readPool(ledger), { capacity: 6, remaining: 0, held: 0, sold: 6 });
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 3, held: 0, sold: 2 });
  assert.deepEqual(await booksOf(ledger, 'child'), { capacity: 5, remaining: 1, held: 0, sold: 4 });
  const [placement] = await place(ledger, orderOf('balcony:1,child:1'));
  assert.deepEqual(placement, { outcome: 'sold-out', ticketId: 'child', remaining: 0 });
});

test('tickets of one pool are added up before they are compared with it', async () => {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  await putEvent(ledger, ['adult', 'child'], { pool: 3 });
  const [placement] = await place(ledger, orderOf('adult:2,child:2'));
  assert.deepEqual(placement, { outcome: 'sold-out', ticketId: 'adult', remaining: 3 });
  await hold(ledger, 'adult:2');
  const [other] = await place(ledger, orderOf('child:2'));
  assert.deepEqual(other, { outcome: 'held-by-others', ticketId: 'child', remaining: 1 });
});

test('a ticket whose pool or rules are broken is not sold', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await putEvent(ledger, ['adult'], { pool: 3 });
  await place(ledger, orderOf('adult:1'));
  await server.command('DEL', poolsKey(0));
  const broken = { outcome: 'no-stock', ticketId: 'adult' };
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [broken]);
  await server.command('HSET', stockKey(0), rulesField('adult'), 'show-7 - soon 0');
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [broken]);
  assert.deepEqual(await settleAll(ledger), ['unknown-ticket']);
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 5);
});

test('orders of a cancelled event are rejected, those of a paused or closed one are settled', async () => {
  const ledger = await freshLedger({ adult: 9 });
  await putEvent(ledger, ['adult']);
  for (const status of ['paused', 'closed', 'cancelled'] as const) {
    const orders = [orderOf('adult:1'), orderOf('adult:1', { customerKey: ADA, holdMs: 9 })];
    await server.command('HSET', eventKey(0, EVENT_ID), 'status', 'on_sale');
    await place(ledger, ...orders);
    await server.command('HSET', eventKey(0, EVENT_ID), 'status', status);
    const settlements = await settleAll(ledger);
    const isCancelled = status === 'cancelled';
    assert.deepEqual(settlements, isCancelled ? ['rejected', 'rejected'] : ['confirmed', 'held']);
    for (const order of orders) {
      assert.equal(await reasonOf(ledger, order), isCancelled ? 'not_on_sale' : undefined);
    }
  }
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 5);
  assert.equal(await boughtBy(ADA), '2');
});

test('the limit of a customer counts the tickets of all orders, within a batch too', async () => {
  const ledger = await freshLedger({ adult: 20 });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 4 } });
  const orders = [
    orderOf('adult:3', { customerKey: ADA }),
    orderOf('adult:2', { customerKey: ADA }),
    orderOf('adult:4', { customerKey: BOB, holdMs: HOLD_MS }),
    orderOf('adult:1', { customerKey: ADA, holdMs: HOLD_MS }),
    orderOf('adult:5'),
  ];
  await place(ledger, ...orders);
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'rejected', 'held', 'held', 'confirmed']);
  assert.equal(await reasonOf(ledger, orders[1]!), 'limit');
  assert.deepEqual([await boughtBy(ADA), await boughtBy(BOB)], ['4', '4']);
  await place(ledger, orderOf('adult:1', { customerKey: BOB }));
  assert.deepEqual(await settleAll(ledger), ['rejected']);
  // The tags stay, so that the order gives back what it counts for.
  assert.match(await recordOf(server, orders[0]!), new RegExp(`^\\["c\\d{13}@${ADA}",`));
  assert.equal((await readOrder(ledger, orders[0]!.id))?.customerKey, ADA);
});

test('open holds are limited for each customer and for each client', async () => {
  const ledger = await freshLedger({ adult: 20 });
  await putEvent(ledger, ['adult'], { limits: { maxHoldsPerCustomer: 1, maxHoldsPerClient: 2 } });
  const held = (customerKey: string, clientKey: string) =>
    orderOf('adult:1', { holdMs: HOLD_MS, customerKey, clientKey });
  const third = 'd'.repeat(22);
  await place(ledger, held(ADA, NET), held(ADA, BOB), held(BOB, NET), held(third, NET));
  assert.deepEqual(await settleAll(ledger), ['held', 'rejected', 'held', 'rejected']);
  // An order that is not held is no hold.
  await place(ledger, orderOf('adult:1', { customerKey: ADA, clientKey: NET }));
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
  assert.deepEqual(
    [await boughtBy(`h:${ADA}`), await boughtBy(`h:~${NET}`), await boughtBy(ADA)],
    ['1', '2', '2'],
  );
});

test('what is sold at the box office counts for no customer, and needs no address', async () => {
  const ledger = await freshLedger({ adult: 20 });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 1, maxHoldsPerCustomer: 1 } });
  const nobody = { name: '', email: '' };
  const sold = orderOf('adult:5', { customer: nobody, extras: { source: 'box_office' } });
  const given = orderOf('adult:3', { customer: nobody, extras: { source: 'complimentary' } });
  await place(ledger, sold, given);
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'confirmed']);
  assert.equal((await readOrder(ledger, sold.id))?.extras?.source, 'box_office');
  // By bank transfer: held for a week, then marked as paid by a person, once.
  const byTransfer = orderOf('adult:4', { customer: nobody, holdMs: 7 * 86_400_000 });
  await place(ledger, byTransfer);
  assert.deepEqual(await settleAll(ledger), ['held']);
  const paid = { orderId: byTransfer.id, step: 'confirm', cause: 'staff:ada' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [paid, paid]), ['done', 'already']);
  assert.equal((await booksOf(ledger, 'adult'))?.sold, 12);
});

test('what a rejected order asked for does not count', async () => {
  const ledger = await freshLedger({ adult: 3 });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 9 } });
  const tags = { customerKey: ADA, clientKey: NET, holdMs: HOLD_MS };
  await place(ledger, orderOf('adult:2', tags), orderOf('adult:3', tags));
  assert.deepEqual(await settleAll(ledger), ['held', 'rejected']);
  assert.deepEqual([await boughtBy(ADA), await boughtBy(`h:~${NET}`)], ['2', '1']);
});

test('without an event there are no limits, but tags are counted', async () => {
  const ledger = await freshLedger({ adult: 20 });
  await server.command('HDEL', stockKey(0), rulesField('adult'));
  await server.command('DEL', eventKey(0, EVENT_ID));
  await place(ledger, orderOf('adult:9', { customerKey: ADA }));
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
  assert.equal(await boughtBy(ADA), '9');
});

test('an order that waits in a head of a newer version is left alone', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const heads = [
    'p/',
    'p900000',
    'p/1x',
    'p@',
    'p/1*2',
    'p/1!',
    'p!a~b',
    'p+AB.1',
    'p+abc.1',
    'p+ABC',
    'p+ABC.',
    'p+ABC.1.1',
    'p+ABC.1!a',
    'p/99999999999999',
    'p/1@a~b+c',
    'p=',
    'p~',
    'p/1@~b',
  ];
  for (const head of heads) {
    const order = orderOf('adult:1', { holdMs: HOLD_MS });
    await place(ledger, order);
    await editOrder(server, order.id, { place: ORDER_STATE, text: head });
    assert.equal((await readOrder(ledger, order.id))?.status, 'unknown', head);
  }
  const settlements = await settleAll(ledger);
  assert.deepEqual(new Set(settlements), new Set(['unknown-state']));
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 10);
});

test('a dead letter keeps how long its order is held, and for whom, until it is replayed', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 4 } });
  const order = orderOf('adult:2', { holdMs: HOLD_MS, customerKey: ADA, clientKey: NET });
  await place(ledger, order);
  const pending = await recordOf(server, order);
  const [entry] = await read(ledger);
  assert.ok(entry);
  await moveToDeadLetters(ledger, 0, { entry, error: 'it broke', deliveries: 5 });
  assert.equal(await reasonOf(ledger, order), 'failed');
  const [letter] = await Array.fromAsync(readDeadLetters(ledger));
  assert.ok(letter);
  assert.equal(await replayDeadLetter(ledger, letter), 'replayed');
  assert.equal(await recordOf(server, order), pending);
  assert.equal((await readCounts(ledger, 0)).rejected, 0);
  const entries = await read(ledger);
  assert.equal(entries[0]?.version, 2);
  assert.deepEqual(await settleOrders(ledger, 0, entries), ['held']);
  assert.equal(await boughtBy(ADA), '2');
});
