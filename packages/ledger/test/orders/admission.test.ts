import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  codesKey,
  eventKey,
  finishOrders,
  type FinishStep,
  type Ledger,
  lineKey,
  linePlacesKey,
  lineTurnsKey,
  moveToDeadLetters,
  type NewOrder,
  placeOrders,
  readDeadLetters,
  readOrder,
  replayDeadLetter,
  requestCancel,
} from '../../src/index.ts';
import {
  EVENT_ID,
  HOLD_MS,
  orderOf,
  place,
  putEvent,
  read,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const PLACED = { outcome: 'placed' } as const;
const NO_ADMISSION = { outcome: 'no-admission' } as const;
const [ADA, BOB] = ['a'.repeat(22), '-_'.repeat(11)];
const [LINE, PLACES, TURNS] = [
  lineKey(0, EVENT_ID),
  linePlacesKey(0, EVENT_ID),
  lineTurnsKey(0, EVENT_ID),
];
const FAR_MS = 4_000_000_000_000;

/** An event that needs an admission from then on. */
async function freshLine(admission: number | string, capacities = { adult: 9 }) {
  const ledger = await freshLedger(capacities);
  await putEvent(ledger, Object.keys(capacities));
  await server.command('HSET', eventKey(0, EVENT_ID), 'admission', String(admission));
  return ledger;
}

async function giveTurn(ofPlace: string, { endsAtMs = FAR_MS, begun = 1 } = {}): Promise<void> {
  await server.command('HSET', PLACES, ofPlace, `t 7 m ${endsAtMs} ${begun} 3`);
  await server.command('ZADD', TURNS, String(endsAtMs), ofPlace);
}

/** The record of a place, whether its turn is indexed, and how many were served. */
async function lineNow(ofPlace: string): Promise<unknown[]> {
  const served = await server.command('HGET', LINE, 'served');
  const turn = await server.command('ZSCORE', TURNS, ofPlace);
  return [await server.command('HGET', PLACES, ofPlace), Number(turn) > 0, Number(served)];
}

const withPlace = (ofPlace: string, changes: Partial<NewOrder> = {}) =>
  orderOf('adult:1', { place: ofPlace, ...changes });

test('an order takes the turn of its place, and no second one does', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const [first, second, third] = [withPlace(ADA), withPlace(ADA), withPlace(ADA)];
  assert.deepEqual(await place(ledger, first, second), [PLACED, NO_ADMISSION]);
  assert.deepEqual(await place(ledger, first, third), [PLACED, NO_ADMISSION]);
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${first.id} 3`, false, 1]);
  assert.equal((await readOrder(ledger, first.id))?.place, ADA);
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${first.id} 3`, false, 1]);
});

test('nothing but a turn that goes on is an admission', async () => {
  const ledger = await freshLine(0);
  const records = [
    ...['l 1', `d ${FAR_MS}`, 'w 7 -', 'm 7 m 1', `s 7 - ${FAR_MS} other 0`],
    ...[`t 7 - ${FAR_MS} 0 0`, 't 7 - 1 1 0', 't 7 -', ''],
  ];
  for (const record of records) {
    await server.command('HSET', PLACES, ADA, record);
    assert.deepEqual(await place(ledger, withPlace(ADA)), [NO_ADMISSION], record);
    assert.equal(await server.command('HGET', PLACES, ADA), record);
  }
  await giveTurn(ADA);
  const others = [orderOf('adult:1'), orderOf('adult:1', { holdMs: HOLD_MS }), withPlace(BOB)];
  assert.deepEqual(await place(ledger, ...others), [NO_ADMISSION, NO_ADMISSION, NO_ADMISSION]);
  assert.equal(await server.command('HGET', LINE, 'served'), null);
});

test('an admission is needed from its time on, or when the line was opened, and never at the desk', async () => {
  const ledger = await freshLine(FAR_MS);
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [PLACED]);
  await giveTurn(ADA);
  const free = withPlace(ADA, { customerKey: BOB });
  assert.deepEqual(await place(ledger, free), [PLACED]);
  assert.deepEqual(await lineNow(ADA), [`t 7 m ${FAR_MS} 1 3`, true, 0]);
  // It has nothing to do with the place, whatever becomes of it.
  const { place: ofPlace, customerKey } = (await readOrder(ledger, free.id))!;
  assert.deepEqual([ofPlace, customerKey], [undefined, BOB]);

  await server.command('HSET', eventKey(0, EVENT_ID), 'admission', 'auto');
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [PLACED]);
  await server.command('HSET', LINE, 'opened', '1');
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [NO_ADMISSION]);
  assert.deepEqual(await place(ledger, withPlace(ADA)), [PLACED]);

  await server.command('HSET', eventKey(0, EVENT_ID), 'admission', 'of a newer version');
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [NO_ADMISSION]);
  const atDesk = { orders: [orderOf('adult:1')], maxBacklog: 9, atAnyTime: true };
  assert.deepEqual(await placeOrders(ledger, 0, atDesk), [PLACED]);
});

test('a known idempotency key goes before the admission', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const [first, again] = [
    withPlace(ADA, { idempotencyKey: 'k' }),
    withPlace(ADA, { idempotencyKey: 'k' }),
  ];
  await place(ledger, first);
  const duplicate = { outcome: 'duplicate', orderId: first.id };
  const unnamed = orderOf('adult:1', { idempotencyKey: 'k' });
  assert.deepEqual(await place(ledger, again, unnamed), [duplicate, duplicate]);
});

test('who can have no tickets keeps the turn', async () => {
  const ledger = await freshLine(0, { adult: 1 });
  await giveTurn(ADA);
  const wanted = orderOf('adult:2', { place: ADA });
  const soldOut = { outcome: 'sold-out', ticketId: 'adult', remaining: 1 } as const;
  assert.deepEqual(await place(ledger, wanted), [soldOut]);
  assert.deepEqual(await lineNow(ADA), [`t 7 m ${FAR_MS} 1 3`, true, 0]);
  assert.deepEqual(await place(ledger, orderOf('adult:2', { place: BOB })), [NO_ADMISSION]);
});

test('an order that ends without tickets gives the turn back while it would go on', async () => {
  const ledger = await freshLine(0);
  const back = [`t 7 m ${FAR_MS} 1 3`, true, 0];
  await giveTurn(ADA);
  await server.command('HSET', eventKey(0, EVENT_ID), 'status', 'on_sale');
  await place(ledger, withPlace(ADA));
  await server.command('HSET', eventKey(0, EVENT_ID), 'status', 'cancelled');
  assert.deepEqual(await settleAll(ledger), ['rejected']);
  assert.deepEqual(await lineNow(ADA), back);

  await server.command('HSET', eventKey(0, EVENT_ID), 'status', 'on_sale');
  for (const step of ['cancel', 'expire'] as const) {
    const order = withPlace(ADA, { holdMs: step === 'expire' ? 1 : HOLD_MS });
    await place(ledger, order);
    assert.deepEqual(await settleAll(ledger), ['held']);
    assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${order.id} 3`, false, 1]);
    const taken = { orderId: order.id, step, cause: 'buyer' } as FinishStep;
    while ((await finishOrders(ledger, 0, [taken]))[0] !== 'done');
    assert.deepEqual(await lineNow(ADA), back);
    assert.deepEqual(await finishOrders(ledger, 0, [taken]), ['already']);
    assert.deepEqual(await lineNow(ADA), back);
  }
});

test('a turn that is over, or was taken by another order, is not given back', async () => {
  const ledger = await freshLine(0);
  for (const record of ['s 7 - 1 ID 0', `s 7 - ${FAR_MS} other 0`, `w 7 -`]) {
    await giveTurn(ADA);
    const order = withPlace(ADA, { holdMs: HOLD_MS });
    await place(ledger, order);
    await settleAll(ledger);
    const changed = record.replace('ID', order.id);
    await server.command('HSET', PLACES, ADA, changed);
    const cancel = { orderId: order.id, step: 'cancel', cause: 'buyer' } as const;
    assert.deepEqual(await finishOrders(ledger, 0, [cancel]), ['done']);
    assert.equal(await server.command('HGET', PLACES, ADA), changed);
    assert.equal(await server.command('ZSCORE', TURNS, ADA), null);
  }
});

/** Has an order held for ADA that expires at once, which gives the turn back while it would go on. */
async function expireOne(ledger: Ledger): Promise<NewOrder> {
  const order = withPlace(ADA, { holdMs: 1 });
  assert.deepEqual(await place(ledger, order), [PLACED]);
  assert.deepEqual(await settleAll(ledger), ['held']);
  const expire = { orderId: order.id, step: 'expire' } as const;
  while ((await finishOrders(ledger, 0, [expire]))[0] !== 'done');
  return order;
}

const payment = ({ id }: NewOrder, cause = 'pay-1') =>
  ({ orderId: id, step: 'confirm', cause }) as const;

test('a late payment takes the turn again while it goes on', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const order = await expireOne(ledger);
  assert.deepEqual(await finishOrders(ledger, 0, [payment(order), payment(order)]), [
    ...['done', 'already'],
  ]);
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${order.id} 3`, false, 1]);
  assert.deepEqual(await place(ledger, withPlace(ADA)), [NO_ADMISSION]);
});

test('a place that has ordered again gets nothing for a late payment', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const late = await expireOne(ledger);
  const second = withPlace(ADA, { holdMs: HOLD_MS });
  assert.deepEqual(await place(ledger, second), [PLACED]);
  assert.deepEqual(await finishOrders(ledger, 0, [payment(late)]), ['turn']);
  assert.deepEqual(await settleAll(ledger), ['held']);
  assert.deepEqual(await finishOrders(ledger, 0, [payment(late), payment(second, 'pay-2')]), [
    ...['turn', 'done'],
  ]);
  assert.equal((await readOrder(ledger, late.id))?.status, 'expired');
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${second.id} 3`, false, 1]);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('a turn that was given back and is over is not taken again', async () => {
  const ledger = await freshLine(0);
  const others = [`t 7 m 1 1 3`, 'm 7 - 1', 'w 7 m', `t 7 m ${FAR_MS} 0 0`, ''];
  for (const record of others) {
    await giveTurn(ADA);
    const late = await expireOne(ledger);
    await server.command('HSET', PLACES, ADA, record);
    assert.deepEqual(await finishOrders(ledger, 0, [payment(late)]), ['turn'], record);
    assert.equal(await server.command('HGET', PLACES, ADA), record);
  }
});

test('an order that expired after its turn was over still has its place', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const order = withPlace(ADA, { holdMs: 1 });
  await place(ledger, order);
  await settleAll(ledger);
  const over = `s 7 m 1 ${order.id} 3`;
  await server.command('HSET', PLACES, ADA, over);
  const expire = { orderId: order.id, step: 'expire' } as const;
  while ((await finishOrders(ledger, 0, [expire]))[0] !== 'done');
  assert.deepEqual(await finishOrders(ledger, 0, [payment(order)]), ['done']);
  assert.deepEqual(await lineNow(ADA), [over, false, 1]);
});

test('a dead letter gives the turn back, and its replay takes it again', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const order = withPlace(ADA, { holdMs: HOLD_MS, customerKey: BOB });
  const giveUp = async () => {
    const [entry] = await read(ledger);
    assert.ok(
      await moveToDeadLetters(ledger, 0, { entry: entry!, error: 'broken', deliveries: 5 }),
    );
    return (await Array.fromAsync(readDeadLetters(ledger))).at(-1)!;
  };
  await place(ledger, order);
  const letter = await giveUp();
  assert.deepEqual(await lineNow(ADA), [`t 7 m ${FAR_MS} 1 3`, true, 0]);
  assert.equal(await replayDeadLetter(ledger, letter), 'replayed');
  assert.equal(await replayDeadLetter(ledger, letter), 'gone');
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${order.id} 3`, false, 1]);

  const again = await giveUp();
  const second = withPlace(ADA);
  assert.deepEqual(await place(ledger, second), [PLACED]);
  assert.equal(await replayDeadLetter(ledger, again), 'no-turn');
  assert.equal((await readOrder(ledger, order.id))?.reason, 'failed');
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${second.id} 3`, false, 1]);
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('a dead letter whose turn was over then is replayed with its place', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const order = withPlace(ADA);
  await place(ledger, order);
  const over = `s 7 m 1 ${order.id} 3`;
  await server.command('HSET', PLACES, ADA, over);
  const [entry] = await read(ledger);
  await moveToDeadLetters(ledger, 0, { entry: entry!, error: 'broken', deliveries: 5 });
  for await (const letter of readDeadLetters(ledger)) {
    assert.equal(await replayDeadLetter(ledger, letter), 'replayed');
  }
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
  assert.deepEqual(await lineNow(ADA), [over, false, 1]);
});

test('a refunded order keeps its place served', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const order = withPlace(ADA);
  await place(ledger, order);
  await settleAll(ledger);
  const refund = { orderId: order.id, step: 'refund', cause: 'r1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [refund]), ['done']);
  assert.deepEqual(await lineNow(ADA), [`s 7 m ${FAR_MS} ${order.id} 3`, false, 1]);
});

test('tags of places and codes stay through settling and requests to cancel', async () => {
  const ledger = await freshLine(0);
  await giveTurn(ADA);
  const tags = { place: ADA, customerKey: BOB, clientKey: BOB, codeUse: { code: 'A-1', uses: 12 } };
  await server.command('HSET', codesKey(0, EVENT_ID), 'A-1', '{"unit":"ticket","percent":1}');
  const order = orderOf('adult:1', { holdMs: HOLD_MS, ...tags });
  assert.deepEqual(await place(ledger, order), [PLACED]);
  assert.deepEqual(await settleAll(ledger), ['held']);
  assert.equal(await requestCancel(ledger, order.id), 'asked');
  const { place: ofPlace, customerKey, clientKey, codeUse } = (await readOrder(ledger, order.id))!;
  assert.deepEqual({ place: ofPlace, customerKey, clientKey, codeUse }, tags);
});
