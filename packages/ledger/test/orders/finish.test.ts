import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOrder, ORDER_ITEMS, ORDER_STATE } from '@onsale/testing';
import {
  boughtKey,
  eventKey,
  finishOrders,
  type Finish,
  type FinishStep,
  holdsKey,
  type Ledger,
  logReadersKey,
  MAX_FINISH_BATCH,
  type NewOrder,
  openPaymentsKey,
  ORDER_STATES,
  ORDER_STEPS,
  orderAddress,
  orderChangesChannel,
  orderLogKey,
  type OrderStep,
  placeOrders,
  readCounts,
  readDueHolds,
  readOrder,
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

const { server, freshLedger } = await startLedgerRedis();

type Entry = [id: string, fields: string[]];
const CUSTOMER = 'c'.repeat(22);
const FAR_MS = 9_999_999_999_999;

async function finish(ledger: Ledger, ...steps: FinishStep[]): Promise<Finish[]> {
  return await finishOrders(ledger, 0, steps);
}

const confirm = ({ id }: { id: string }, cause = 'pay_1') =>
  ({ orderId: id, step: 'confirm', cause }) as const;
const cancel = ({ id }: { id: string }, cause = 'buyer') =>
  ({ orderId: id, step: 'cancel', cause }) as const;
const refund = ({ id }: { id: string }, cause = 're_1') =>
  ({ orderId: id, step: 'refund', cause }) as const;
const expire = ({ id }: { id: string }) => ({ orderId: id, step: 'expire' }) as const;
const openPayment = ({ id }: { id: string }, giveUpMs = 600_000) =>
  ({ orderId: id, step: 'open-payment', giveUpMs }) as const;
const returnPayment = ({ id }: { id: string }) =>
  ({ orderId: id, step: 'return-payment' }) as const;

async function statusOf(ledger: Ledger, { id }: { id: string }): Promise<string | undefined> {
  return (await readOrder(ledger, id))?.status;
}

async function setHead({ id }: { id: string }, head: string): Promise<void> {
  await editOrder(server, id, { place: ORDER_STATE, text: head });
}

/** Changes a held order as if its deadline had passed. */
async function makeDue(order: { id: string }): Promise<void> {
  const [head] = JSON.parse(await recordOf(server, order)) as [string];
  await setHead(order, head.replace(/\/\d+/, '/2'));
}

async function scoreIn(key: string, { id }: { id: string }): Promise<number | undefined> {
  const score = await server.command('ZSCORE', key, id);
  return score === null ? undefined : Number(score);
}

test('a held order is confirmed by its payment, once', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 3, held: 2, sold: 0 });
  assert.deepEqual(await finish(ledger, confirm(order), confirm(order)), ['done', 'already']);
  assert.deepEqual(await finish(ledger, confirm(order)), ['already']);
  assert.deepEqual(await finish(ledger, confirm(order, 'pay_2')), [{ refused: 'confirmed' }]);
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 3, held: 0, sold: 2 });
  const stored = await readOrder(ledger, order.id);
  assert.deepEqual([stored?.status, stored?.cause], ['confirmed', 'pay_1']);
  assert.ok(stored?.settledAtMs);
  assert.equal(await server.command('EXISTS', holdsKey(0)), 0);
});

test('a hold expires once its deadline has passed, and not before', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  assert.deepEqual(await finish(ledger, expire(order)), ['not-due']);
  assert.equal(await statusOf(ledger, order), 'held');
  await makeDue(order);
  assert.deepEqual(await finish(ledger, expire(order)), ['done']);
  assert.deepEqual(await finish(ledger, expire(order)), ['already']);
  assert.equal(await statusOf(ledger, order), 'expired');
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 5, held: 0, sold: 0 });
  assert.equal(await server.command('EXISTS', holdsKey(0)), 0);
});

test('an open payment keeps the tickets past the deadline, until it is given up', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  const { heldUntilMs = 0 } = (await readOrder(ledger, order.id)) ?? {};
  assert.deepEqual(await finish(ledger, openPayment(order, 2 * HOLD_MS)), ['done']);
  assert.deepEqual(await finish(ledger, openPayment(order)), ['already']);
  const paying = await readOrder(ledger, order.id);
  assert.deepEqual([paying?.status, paying?.heldUntilMs], ['held', heldUntilMs]);
  assert.ok((paying?.giveUpAtMs ?? 0) > heldUntilMs);
  assert.equal(await scoreIn(openPaymentsKey(0), order), paying?.giveUpAtMs);
  assert.equal(await scoreIn(holdsKey(0), order), undefined);

  await setHead(order, `o1/2/${FAR_MS}`);
  assert.deepEqual(await finish(ledger, expire(order), cancel(order)), [
    'not-due',
    { refused: 'held' },
  ]);
  await setHead(order, 'o1/2/3');
  assert.deepEqual(await finish(ledger, expire(order)), ['done']);
  assert.equal(await statusOf(ledger, order), 'expired');
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 5);
  assert.equal(await server.command('EXISTS', openPaymentsKey(0)), 0);
});

test('a payment that is given up early leaves the hold its deadline', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  const { heldUntilMs } = (await readOrder(ledger, order.id)) ?? {};
  await finish(ledger, openPayment(order, 1));
  assert.equal((await readOrder(ledger, order.id))?.giveUpAtMs, heldUntilMs);
  assert.deepEqual(await finish(ledger, returnPayment(order)), ['done']);
  assert.deepEqual(await finish(ledger, returnPayment(order)), ['already']);
  assert.equal(await scoreIn(holdsKey(0), order), heldUntilMs);
  assert.equal(await server.command('EXISTS', openPaymentsKey(0)), 0);
  const stored = await readOrder(ledger, order.id);
  assert.deepEqual([stored?.heldUntilMs, stored?.giveUpAtMs], [heldUntilMs, undefined]);
  assert.deepEqual(await finish(ledger, openPayment(order), confirm(order)), ['done', 'done']);
  assert.equal((await booksOf(ledger, 'adult'))?.sold, 2);
});

test('no payment is opened for a hold that is over', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  await makeDue(order);
  assert.deepEqual(await finish(ledger, openPayment(order)), [{ refused: 'expired' }]);
  // But money that has come is welcome until somebody else may have the tickets.
  assert.deepEqual(await finish(ledger, confirm(order)), ['done']);
});

test('a hold that somebody asked to cancel expires as cancelled, unless money comes first', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const [first, second] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  for (const order of [first, second]) await setHead(order, 'h1/2=buyer');
  assert.deepEqual(await finish(ledger, openPayment(first)), [{ refused: 'held' }]);
  assert.deepEqual(await finish(ledger, expire(first)), ['done-as-asked']);
  const stored = await readOrder(ledger, first.id);
  assert.deepEqual([stored?.status, stored?.cause], ['cancelled', 'buyer']);
  assert.deepEqual(await finish(ledger, confirm(second), cancel(first)), ['done', 'already']);
  assert.equal((await readOrder(ledger, second.id))?.cause, 'pay_1');
  const counts = await readCounts(ledger, 0);
  assert.deepEqual([counts.held, counts.cancelled, counts.confirmed], [0, 1, 1]);
});

test('a late payment confirms an expired order if there are tickets', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:3');
  await makeDue(order);
  await finish(ledger, expire(order));
  await place(ledger, orderOf('adult:3'));
  await settleAll(ledger);
  assert.deepEqual(await finish(ledger, confirm(order)), ['sold-out']);
  assert.equal(await statusOf(ledger, order), 'expired');
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 2);

  const small = await hold(ledger, 'adult:2');
  await makeDue(small);
  assert.deepEqual(await finish(ledger, expire(small), confirm(small), confirm(small)), [
    ...['done', 'done', 'already'],
  ]);
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 0, held: 0, sold: 5 });
  await server.command('HDEL', stockKey(0), 'adult:remaining');
  assert.deepEqual(await finish(ledger, confirm(order)), ['sold-out']);
});

test('money for a cancelled event goes back, before the deadline and after it', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await putEvent(ledger, ['adult']);
  const [held, expired] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  const paid = await hold(ledger, 'adult:1');
  await makeDue(expired);
  await finish(ledger, expire(expired), confirm(paid));
  for (const [status, expected] of [
    ['cancelled', ['event-cancelled', 'event-cancelled', 'already']],
    ['closed', ['done', 'done', 'already']],
  ] as const) {
    await server.command('HSET', eventKey(0, EVENT_ID), 'status', status);
    assert.deepEqual(
      await finish(ledger, confirm(held), confirm(expired), confirm(paid)),
      expected,
      status,
    );
  }
});

test('a confirmed order is cancelled only if nothing was paid', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const [free, paid] = [orderOf('adult:1'), await hold(ledger, 'adult:2')];
  await place(ledger, free);
  await settleAll(ledger);
  await finish(ledger, confirm(paid));
  assert.deepEqual(await finish(ledger, cancel(free), cancel(paid), cancel(free)), [
    ...['done', { refused: 'confirmed' }, 'already'],
  ]);
  assert.deepEqual(await finish(ledger, cancel(free, 'staff')), [{ refused: 'cancelled' }]);
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 3, held: 0, sold: 2 });
});

test('a refunded order knows the payment that it had', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2', { extras: { fee: 100 } });
  const bare = await hold(ledger, 'adult:1');
  await finish(ledger, confirm(order), confirm(bare));
  assert.deepEqual(await finish(ledger, refund(order), refund(order), refund(bare)), [
    ...['done', 'already', 'done'],
  ]);
  assert.deepEqual(await finish(ledger, refund(order, 're_2')), [{ refused: 'refunded' }]);
  // The provider repeats its message: that money has already gone back.
  for (const each of [order, bare]) {
    assert.deepEqual(await finish(ledger, confirm(each)), ['already']);
    assert.deepEqual(await finish(ledger, confirm(each, 'pay_2')), [{ refused: 'refunded' }]);
  }
  const stored = await readOrder(ledger, order.id);
  assert.deepEqual([stored?.status, stored?.cause], ['refunded', 're_1']);
  assert.deepEqual(stored?.extras, { fee: 100, paid: 'pay_1' });
  assert.deepEqual((await readOrder(ledger, bare.id))?.extras, { paid: 'pay_1' });
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 5);
});

test('every step from a wrong state is refused, and changes nothing', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  const steps: Record<OrderStep, FinishStep> = {
    confirm: confirm(order),
    expire: expire(order),
    cancel: cancel(order),
    refund: refund(order),
    'open-payment': openPayment(order),
    'return-payment': returnPayment(order),
    amend: {
      ...{ orderId: order.id, step: 'amend', cause: 'staff' },
      change: { before: 'x', after: 'y', restock: '', returned: 0 },
    },
    correct: {
      ...{ orderId: order.id, step: 'correct', cause: 'staff' },
      change: { before: 'x', after: 'y', restock: '', returned: 0 },
    },
  };
  const heads: Record<string, string> = { p: 'p/900000', h: `h1/${FAR_MS}`, o: `o1/2/${FAR_MS}` };
  let wrong = 0;
  for (const [letter, { status }] of Object.entries(ORDER_STATES)) {
    for (const [name, step] of Object.entries(steps) as [OrderStep, FinishStep][]) {
      const { from, to } = ORDER_STEPS[name];
      if (from.includes(letter)) continue;
      await setHead(order, heads[letter] ?? `${letter}1780833652281`);
      const before = [await recordOf(server, order), await server.command('HGETALL', stockKey(0))];
      const [finish1] = await finish(ledger, step);
      const isThere = letter === to && !('cause' in step);
      assert.deepEqual(finish1, isThere ? 'already' : { refused: status }, `${name} of ${letter}`);
      const after = [await recordOf(server, order), await server.command('HGETALL', stockKey(0))];
      assert.deepEqual(after, before);
      wrong += 1;
    }
  }
  assert.equal(wrong, 8 * 13 - 14);
});

test('what a newer version wrote and what cannot be read is left alone', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  const steps = [confirm(order), expire(order), cancel(order), refund(order)];
  const heads = [
    'z1',
    'h1',
    'h',
    'o1/2',
    'h1/2*9',
    'c1=a b',
    'p1',
    'c',
    'h1/2/3/4',
    'h1/2/3',
    'h1/2x',
    'c1=',
    '?',
  ];
  for (const head of heads) {
    await setHead(order, head);
    const results = await finish(ledger, ...steps);
    assert.deepEqual([...new Set(results)], ['unknown-state'], head);
  }
  await setHead(order, 'h1/2');
  await editOrder(server, order.id, { place: ORDER_ITEMS, text: 'nonsense' });
  assert.deepEqual(await finish(ledger, expire(order)), ['unknown-state']);
  for (const record of ['', 'text', '["h1/2"]', '["h1/2",7]', '{"h":1}']) {
    await server.command('HSET', ...orderAddress(0, order.id), record);
    assert.deepEqual(await finish(ledger, expire(order)), ['unknown-state'], record);
  }
  await server.command('DEL', orderAddress(0, order.id)[0]);
  await server.command('SET', orderAddress(0, order.id)[0], 'text');
  assert.deepEqual(await finish(ledger, expire(order)), ['unknown-state']);
  assert.equal((await booksOf(ledger, 'adult'))?.held, 2);
});

test('more tickets than the books have are never moved', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  await makeDue(order);
  await server.command('HSET', stockKey(0), 'adult:held', '1', 'adult:remaining', '4');
  assert.deepEqual(await finish(ledger, confirm(order), expire(order)), [
    ...['unknown-state', 'unknown-state'],
  ]);
  assert.deepEqual(await booksOf(ledger, 'adult'), { capacity: 5, remaining: 4, held: 1, sold: 0 });
});

test('orders whose books are gone can still be finished', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const [held, paid] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  await server.command('DEL', stockKey(0));
  assert.deepEqual(await finish(ledger, confirm(paid), refund(paid), cancel(held)), [
    ...['done', 'done', 'done'],
  ]);
  assert.equal(await server.command('EXISTS', stockKey(0)), 0);
});

test('an order that does not exist has no steps, and leaves the indexes', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const nobody = { id: orderOf('adult:1').id };
  await server.command('ZADD', holdsKey(0), '1', nobody.id);
  assert.deepEqual(await finish(ledger, confirm(nobody)), ['no-such-order']);
  assert.deepEqual(await readDueHolds(ledger, 0, { nowMs: 2, count: 5 }), [nobody.id]);
  assert.deepEqual(await finish(ledger, expire(nobody)), ['no-such-order']);
  assert.deepEqual(await readDueHolds(ledger, 0, { nowMs: 2, count: 5 }), []);
  assert.deepEqual(await finish(ledger), []);
});

test('the indexes follow the states, and are put right where they do not', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const [held, paying] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  const [confirmed, expired] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  await makeDue(expired);
  await finish(ledger, openPayment(paying), confirm(confirmed), expire(expired));
  const right = await Promise.all([
    server.command('ZRANGE', holdsKey(0), '0', '-1', 'WITHSCORES'),
    server.command('ZRANGE', openPaymentsKey(0), '0', '-1', 'WITHSCORES'),
  ]);
  for (const order of [held, paying, confirmed, expired]) {
    await server.command('ZADD', holdsKey(0), '1', order.id);
    await server.command('ZADD', openPaymentsKey(0), '2', order.id);
  }
  const due = await readDueHolds(ledger, 0, { nowMs: 2, count: 5 });
  assert.equal(due.length, 8);
  const results = await finish(ledger, ...due.map((id) => expire({ id })));
  assert.deepEqual(
    new Set(results.map((result) => JSON.stringify(result))),
    new Set([...['"not-due"', '{"refused":"confirmed"}', '"already"']]),
  );
  assert.deepEqual(
    await Promise.all([
      server.command('ZRANGE', holdsKey(0), '0', '-1', 'WITHSCORES'),
      server.command('ZRANGE', openPaymentsKey(0), '0', '-1', 'WITHSCORES'),
    ]),
    right,
  );
});

test('due holds and payments are read by their time, a limited number of each', async () => {
  const ledger = await freshLedger();
  for (const at of [5, 3, 4, 9]) {
    await server.command('ZADD', holdsKey(0), String(at), `hold-${at}`);
    await server.command('ZADD', openPaymentsKey(0), String(at), `payment-${at}`);
  }
  assert.deepEqual(await readDueHolds(ledger, 0, { nowMs: 5, count: 2 }), [
    ...['hold-3', 'hold-4', 'payment-3', 'payment-4'],
  ]);
  assert.deepEqual(await readDueHolds(ledger, 0, { nowMs: 2, count: 2 }), []);
});

test('counts say how many orders are in each status now', async () => {
  const ledger = await freshLedger({ adult: 20 });
  const orders: NewOrder[] = [];
  for (let i = 0; i < 6; i++) orders.push(await hold(ledger, 'adult:1'));
  const [a, b, c, d, e] = orders as [NewOrder, NewOrder, NewOrder, NewOrder, NewOrder];
  await place(ledger, orderOf('adult:10'), orderOf('adult:10'));
  await settleAll(ledger);
  await makeDue(a);
  await finish(ledger, expire(a), cancel(b), confirm(c), confirm(d), refund(d), openPayment(e));
  assert.deepEqual(await readCounts(ledger, 0), {
    ...{ placed: 8, held: 2, confirmed: 2, rejected: 1, expired: 1, cancelled: 1, refunded: 1 },
  });
});

test('each call adds one entry to the order log, if somebody reads it', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const unseen = await hold(ledger, 'adult:1');
  await finish(ledger, cancel(unseen));
  assert.equal(await server.command('EXISTS', orderLogKey(0)), 0);
  await server.command('HSET', logReadersKey(0), 'recorder', '0-0');
  const [first, second] = [orderOf('adult:2', { holdMs: 1 }), orderOf('adult:2')];
  const third = orderOf('adult:3');
  await place(ledger, first, second, third);
  await settleAll(ledger);
  await makeDue(first);
  await finish(ledger, expire(first), confirm(first), expire(second), cancel(second));
  await finish(ledger, confirm(first), expire(second));
  await finish(ledger, refund(first));
  const entries = (await server.command('XRANGE', orderLogKey(0), '-', '+')) as Entry[];
  assert.deepEqual(
    entries.map(([, fields]) => fields),
    [
      [`${first.id}:ph:sale`, `${second.id}:pc:sale`, `${third.id}:pb:sale`],
      [`${first.id}:hx:time`, `${first.id}:xc:pay_1`, `${second.id}:ck:buyer`],
      [`${first.id}:cr:re_1`],
    ].map((changes) => ['v', '1', 'changes', changes.join(' ')]),
  );
});

test('followers are told once which orders have changed', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const [first, second] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  await server.subscribe(orderChangesChannel(0), (message) => {
    heard.push(message);
    if (message === 'the last') last.resolve();
  });
  await finish(ledger, openPayment(first), confirm(first), cancel(second));
  await finish(ledger, confirm(first));
  await server.command('SPUBLISH', orderChangesChannel(0), 'the last');
  await last.promise;
  assert.deepEqual(heard, [`${first.id} ${second.id}`, 'the last']);
});

test('a pool gets back what its tickets give back', async () => {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  await putEvent(ledger, ['adult', 'child'], { pool: 6 });
  const [first, second] = [await hold(ledger, 'adult:2,child:1'), await hold(ledger, 'child:2')];
  assert.deepEqual(await readPool(ledger), { capacity: 6, remaining: 1, held: 5, sold: 0 });
  await finish(ledger, confirm(first), cancel(second));
  assert.deepEqual(await readPool(ledger), { capacity: 6, remaining: 3, held: 0, sold: 3 });
  await finish(ledger, refund(first));
  assert.deepEqual(await readPool(ledger), { capacity: 6, remaining: 6, held: 0, sold: 0 });
});

test('what a customer has is given back with the hold and with the refund', async () => {
  const ledger = await freshLedger({ adult: 20 });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 4, maxHoldsPerCustomer: 2 } });
  const tags = { customerKey: CUSTOMER, clientKey: 'n'.repeat(22) };
  const bought = async () => {
    const fields = (await server.command('HGETALL', boughtKey(0, EVENT_ID))) as string[];
    return Object.fromEntries(
      Array.from({ length: fields.length / 2 }, (_, i) => [
        String(fields[2 * i]).replace(/(.)\1{21}/, '$1'),
        Number(fields[2 * i + 1]),
      ]),
    );
  };
  const [first, second] = [
    await hold(ledger, 'adult:1', tags),
    await hold(ledger, 'adult:3', tags),
  ];
  assert.deepEqual(await bought(), { c: 4, 'h:c': 2, 'h:~n': 2 });
  await finish(ledger, openPayment(first), confirm(first), cancel(second));
  assert.deepEqual(await bought(), { c: 1 });
  const third = await hold(ledger, 'adult:2', tags);
  await makeDue(third);
  await finish(ledger, expire(third), refund(first));
  assert.deepEqual(await bought(), {});
  assert.equal(await server.command('EXISTS', boughtKey(0, EVENT_ID)), 0);

  // Paid late, when the customer has bought others.
  const fourth = await hold(ledger, 'adult:3', tags);
  assert.deepEqual(await finish(ledger, confirm(third)), ['limit']);
  await finish(ledger, cancel(fourth));
  assert.deepEqual(await finish(ledger, confirm(third)), ['done']);
  assert.deepEqual(await bought(), { c: 2 });
  assert.match(await recordOf(server, third), /^\["c\d{13}=pay_1@c{22}~n{22}",/);
});

test('the largest batch is finished in one call', async () => {
  const ledger = await freshLedger({ adult: MAX_FINISH_BATCH });
  await putEvent(ledger, ['adult'], { limits: { maxPerCustomer: 1 } });
  const orders = Array.from({ length: MAX_FINISH_BATCH }, (_, i) =>
    orderOf('adult:1', {
      holdMs: 1,
      customerKey: String(i).padEnd(22, 'c'),
      clientKey: String(i).padEnd(22, 'n'),
    }),
  );
  for (let at = 0; at < orders.length; at += 250) {
    await placeOrders(ledger, 0, { orders: orders.slice(at, at + 250), maxBacklog: 1000 });
  }
  const settlements = await settleOrders(ledger, 0, await read(ledger, { count: 1000 }));
  assert.deepEqual([...new Set(settlements)], ['held']);
  const due = await readDueHolds(ledger, 0, { nowMs: FAR_MS, count: MAX_FINISH_BATCH });
  const results = await finish(ledger, ...due.map((id) => expire({ id })));
  assert.deepEqual([...new Set(results)], ['done']);
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, MAX_FINISH_BATCH);
  assert.equal(await server.command('EXISTS', boughtKey(0, EVENT_ID)), 0);
});

test('two workers and three payers that race for the same hold agree on what became of it', async () => {
  const ledger = await freshLedger({ adult: 5 });
  for (let round = 0; round < 30; round++) {
    const order = await hold(ledger, 'adult:1');
    await makeDue(order);
    const racers = [
      expire(order),
      expire(order),
      ...['a', 'b', 'c'].map((by) => confirm(order, by)),
    ];
    const rotated = racers.map((_, i) => racers[(i + round) % racers.length]!);
    const results = await Promise.all(rotated.map((step) => finish(ledger, step)));
    const paid = rotated.filter((step, i) => step.step === 'confirm' && results[i]?.[0] === 'done');
    assert.equal(paid.length, 1);
    const books = await booksOf(ledger, 'adult');
    assert.deepEqual(books, { capacity: 5, remaining: 4, held: 0, sold: 1 });
    await finish(ledger, refund(order));
  }
});

test('when Redis is out of memory, orders are still finished', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const [paid, late] = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  await makeDue(late);
  await server.command('CONFIG', 'SET', 'maxmemory', '1');
  try {
    assert.deepEqual(await finish(ledger, confirm(paid), expire(late)), ['done', 'done']);
  } finally {
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
  }
});

test('an invalid cause, duration or change is refused before anything happens', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = await hold(ledger, 'adult:1');
  for (const cause of ['', 'a b', 'x'.repeat(65), 'ü', 'a"b', 'a=b']) {
    await assert.rejects(finish(ledger, confirm(order), confirm(order, cause)), RangeError);
  }
  for (const ms of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
    await assert.rejects(finish(ledger, openPayment(order, ms)), RangeError);
  }
  const change = { before: '', after: '', restock: '', returned: -1 };
  await assert.rejects(finish(ledger, { ...cancel(order), change }), RangeError);
  assert.equal(await statusOf(ledger, order), 'held');
});
