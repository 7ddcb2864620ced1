import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import {
  anonymizeOldOrders,
  boughtKey,
  cancelOrder,
  finishOrders,
  holderOf,
  type Ledger,
  logReadersKey,
  nameHolder,
  newOrderId,
  type NewOrder,
  orderAddress,
  orderLogKey,
  readOrder,
  refundTickets,
  reissueTicket,
  type TicketPosition,
} from '../../src/index.ts';
import { booksOf, EVENT_ID, hold, putEvent, readPool, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const CUSTOMER = 'c'.repeat(22);

/** A confirmed order of three adults and two children, of a customer who may have nine tickets. */
async function sale(
  changes: Partial<NewOrder> = {},
): Promise<{ ledger: Ledger; id: string; order: NewOrder }> {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  await putEvent(ledger, ['adult', 'child'], { pool: 8, limits: { maxPerCustomer: 9 } });
  const order = await hold(ledger, 'adult:3,child:2', { customerKey: CUSTOMER, ...changes });
  await finishOrders(ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
  return { ledger, id: order.id, order };
}

async function sold(ledger: Ledger): Promise<(number | undefined)[]> {
  const [adult, child] = [await booksOf(ledger, 'adult'), await booksOf(ledger, 'child')];
  return [adult?.sold, child?.sold, (await readPool(ledger)).sold];
}

async function owned(): Promise<unknown> {
  return await server.command('HGET', boughtKey(0, EVENT_ID), CUSTOMER);
}

test('a partial refund leaves the order confirmed, and its tickets go back on sale', async () => {
  const { ledger, id } = await sale();
  const refund = {
    ...{ id: 're_1', amountMinor: 2000 },
    tickets: [
      [0, 2],
      [1, 1],
    ] as TicketPosition[],
  };
  assert.equal(await refundTickets(ledger, id, refund), 'done');
  assert.equal(await refundTickets(ledger, id, refund), 'already');
  const stored = await readOrder(ledger, id);
  assert.deepEqual([stored?.status, stored?.cause], ['confirmed', 'pay_1']);
  const [noted] = stored?.extras?.refunds ?? [];
  assert.ok(noted?.atMs);
  assert.deepEqual(stored?.extras, {
    refunds: [{ ...refund, atMs: noted.atMs, restocked: true }],
  });
  assert.deepEqual(await sold(ledger), [2, 1, 3]);
  assert.equal(await owned(), '3');
});

test('tickets that are not to go back on sale stay sold, even when all is refunded', async () => {
  const { ledger, id } = await sale();
  const some = {
    id: 're_1',
    amountMinor: 2000,
    tickets: [
      [0, 1],
      [0, 3],
    ] as TicketPosition[],
  };
  assert.equal(await refundTickets(ledger, id, { ...some, restock: false }), 'done');
  assert.deepEqual(await sold(ledger), [3, 2, 5]);
  assert.equal(await owned(), '3');
  assert.equal(await refundTickets(ledger, id, { id: 're_2', amountMinor: 3000 }), 'done');
  assert.equal((await readOrder(ledger, id))?.status, 'refunded');
  assert.deepEqual(await sold(ledger), [2, 0, 2]);
  assert.equal(await owned(), null);
  assert.equal(await refundTickets(ledger, id, { id: 're_2', amountMinor: 3000 }), 'already');
  assert.deepEqual(await refundTickets(ledger, id, { id: 're_3', amountMinor: 0 }), {
    refused: 'refunded',
  });
});

test('a full refund in one step gives back only what was not refunded before', async () => {
  const { ledger, id } = await sale();
  const refund = { id: 're_1', amountMinor: 1000, tickets: [[0, 1]] as TicketPosition[] };
  await refundTickets(ledger, id, { ...refund, restock: false });
  await refundTickets(ledger, id, { ...refund, id: 're_2', tickets: [[1, 2]] });
  assert.deepEqual(await sold(ledger), [3, 1, 4]);
  const step = { orderId: id, step: 'refund', cause: 're_3' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [step, step]), ['done', 'already']);
  assert.deepEqual(await sold(ledger), [1, 0, 1]);
  assert.equal(await owned(), null);
  assert.equal((await readOrder(ledger, id))?.extras?.paid, 'pay_1');
});

test('an order whose refunds cannot be read does not hold up others', async () => {
  const { ledger, id } = await sale();
  for (const refunds of ['[7]', '[{"tickets":[["a",1]]}]', '[{"tickets":7}]', '[]x']) {
    const [key, field] = orderAddress(0, id);
    const record = String(await server.command('HGET', key, field));
    const bad = `${record.slice(0, -1)},{"refunds":${refunds}}]`;
    await server.command('HSET', key, field, bad);
    const other = await hold(ledger, 'adult:1');
    const steps = [
      { orderId: id, step: 'refund', cause: 're_1' } as const,
      { orderId: other.id, step: 'cancel', cause: 'buyer' } as const,
    ];
    assert.deepEqual(await finishOrders(ledger, 0, steps), ['unknown-state', 'done'], refunds);
    await server.command('HSET', key, field, record);
  }
  assert.deepEqual(await sold(ledger), [3, 2, 5]);
});

test('a refund that the order cannot have is refused', async () => {
  const { ledger, id } = await sale();
  const refund = { id: 're_1', amountMinor: 1000 };
  for (const ticket of [
    [0, 0],
    [0, 4],
    [2, 1],
    [-1, 1],
    [0, 1.5],
  ] as const) {
    const refunding = await refundTickets(ledger, id, { ...refund, tickets: [ticket] });
    assert.equal(refunding, 'no-such-ticket', String(ticket));
  }
  const twice = [
    [0, 1],
    [0, 1],
  ] as const;
  assert.equal(await refundTickets(ledger, id, { ...refund, tickets: twice }), 'no-such-ticket');
  assert.equal(await refundTickets(ledger, id, { ...refund, amountMinor: 5001 }), 'too-much');
  for (const amountMinor of [-1, 0.5, Number.NaN]) {
    await assert.rejects(refundTickets(ledger, id, { ...refund, amountMinor }), RangeError);
  }
  assert.equal(await refundTickets(ledger, id, { ...refund, tickets: [[0, 1]] }), 'done');
  const again = { id: 're_2', amountMinor: 4001, tickets: [[0, 1]] as TicketPosition[] };
  assert.equal(await refundTickets(ledger, id, again), 'ticket-refunded');
  assert.equal(await refundTickets(ledger, id, { ...again, tickets: [] }), 'too-much');
  assert.equal(await refundTickets(ledger, id, { ...again, tickets: [], amountMinor: 1 }), 'done');
  assert.deepEqual(await sold(ledger), [2, 2, 4]);
  const nobody = newOrderId(0, 1);
  assert.equal(await refundTickets(ledger, nobody, refund), 'no-such-order');
  assert.equal(await refundTickets(ledger, 'nonsense', refund), 'no-such-order');
  const held = await hold(ledger, 'child:1');
  assert.deepEqual(await refundTickets(ledger, held.id, refund), { refused: 'held' });
});

test('a cancelled order whose tickets do not go back on sale is known by its record', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:3');
  await editOrder(server, order.id, { place: ORDER_STATE, text: 'c1' });
  await server.command('HSET', '{s0}:stock', 'adult:held', '0', 'adult:sold', '3');
  const cancelling = { cause: 'staff', restock: false };
  assert.equal(await cancelOrder(ledger, order.id, cancelling), 'done');
  assert.equal(await cancelOrder(ledger, order.id, cancelling), 'already');
  assert.equal((await booksOf(ledger, 'adult'))?.sold, 3);
  const stored = await readOrder(ledger, order.id);
  assert.equal(stored?.status, 'cancelled');
  const [refund] = stored.extras?.refunds ?? [];
  assert.deepEqual([refund?.amountMinor, refund?.tickets.length, refund?.restocked], [0, 3, false]);
  const held = await hold(ledger, 'adult:2');
  assert.equal(await cancelOrder(ledger, held.id, cancelling), 'done');
  assert.equal((await booksOf(ledger, 'adult'))?.remaining, 2);
});

test('a ticket gets a new version with a new name, and when it is issued again', async () => {
  const { ledger, id } = await sale({ extras: { terms: '3' } });
  await server.command('HSET', logReadersKey(0), 'recorder', '0-0');
  const [first, other] = [
    [0, 2],
    [1, 1],
  ] as [TicketPosition, TicketPosition];
  const naming = { ticket: first, name: 'Zoë "Z" 🎟', cause: 'buyer' };
  assert.equal(await nameHolder(ledger, id, naming), 'done');
  assert.equal(await nameHolder(ledger, id, naming), 'already');
  const reissue = { ticket: first, version: 2, cause: 'staff' };
  assert.equal(await reissueTicket(ledger, id, reissue), 'done');
  assert.equal(await reissueTicket(ledger, id, reissue), 'already');
  assert.equal(await reissueTicket(ledger, id, { ...reissue, ticket: other, version: 1 }), 'done');
  const stored = await readOrder(ledger, id);
  assert.ok(stored);
  assert.deepEqual(stored.extras, {
    terms: '3',
    holders: [
      [...first, naming.name, 3],
      [...other, '', 2],
    ],
  });
  assert.deepEqual(holderOf(stored, other), { name: '', version: 2 });
  assert.deepEqual(holderOf(stored, [0, 1]), { name: '', version: 1 });
  assert.equal(stored.status, 'confirmed');
  assert.deepEqual(await sold(ledger), [3, 2, 5]);
  const entries = (await server.command('XRANGE', orderLogKey(0), '-', '+')) as Entry[];
  assert.deepEqual(
    entries.map(([, fields]) => fields[3]),
    [`${id}:cc:buyer`, `${id}:cc:staff`, `${id}:cc:staff`],
  );
  const gone = { id: 're_1', amountMinor: 0, tickets: [first] };
  assert.equal(await refundTickets(ledger, id, gone), 'done');
  const late = { ...naming, name: 'Eve' };
  assert.equal(await nameHolder(ledger, id, late), 'ticket-refunded');
  assert.equal(await nameHolder(ledger, id, { ...late, ticket: [3, 1] }), 'no-such-ticket');
});

type Entry = [id: string, fields: string[]];

test('concurrent changes of an order all take effect', async () => {
  const { ledger, id } = await sale();
  const tickets = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 1],
    [1, 2],
  ] as const;
  const results = await Promise.all(
    tickets.map((ticket, i) =>
      i % 2 === 0
        ? nameHolder(ledger, id, { ticket, name: `Guest ${i}`, cause: 'buyer' })
        : refundTickets(ledger, id, { id: `re_${i}`, amountMinor: 1000, tickets: [ticket] }),
    ),
  );
  assert.deepEqual(
    results,
    tickets.map(() => 'done'),
  );
  const stored = await readOrder(ledger, id);
  assert.deepEqual(stored?.extras?.holders?.length, 3);
  assert.deepEqual(stored?.extras?.refunds?.length, 2);
  assert.deepEqual(await sold(ledger), [2, 1, 3]);
});

test('a change of a record that has changed since it was read is not made', async () => {
  const { ledger, id } = await sale();
  const change = { before: '"x"]', after: '"y"]', restock: 'adult:1:0:x', returned: 1 };
  for (const step of ['amend', 'refund'] as const) {
    const steps = [{ orderId: id, step, cause: 'staff', change }];
    assert.deepEqual(await finishOrders(ledger, 0, steps), ['changed']);
  }
  assert.deepEqual(await sold(ledger), [3, 2, 5]);
});

test('an anonymized order has no names on tickets and no answers, but keeps its refunds', async () => {
  const extras = {
    ...{ fee: 100, answers: [['shirt', 'XL'] as const, ['meal', 'child', 1, 'nuts'] as const] },
    source: 'box_office' as const,
  };
  const { ledger, id } = await sale({ extras });
  await nameHolder(ledger, id, { ticket: [0, 1], name: 'Ada', cause: 'buyer' });
  await reissueTicket(ledger, id, { ticket: [0, 2], version: 1, cause: 'buyer' });
  await refundTickets(ledger, id, { id: 're_1', amountMinor: 1, tickets: [[0, 3]] });
  const anonymize = async () => {
    return (await Array.fromAsync(anonymizeOldOrders(ledger, Date.now() + 1e6))).at(-1);
  };
  assert.equal(await anonymize(), 1);
  assert.equal(await anonymize(), 0);
  const stored = await readOrder(ledger, id);
  const { refunds, ...rest } = stored?.extras ?? {};
  assert.deepEqual(rest, {
    ...{ fee: 100, source: 'box_office' },
    holders: [
      [0, 1, '(removed)', 2],
      [0, 2, '', 2],
    ],
  });
  assert.equal(refunds?.length, 1);
  assert.deepEqual(stored?.customer, { name: '(removed)', email: '(removed)' });
  assert.equal(await refundTickets(ledger, id, { id: 're_2', amountMinor: 9 }), 'done');
  assert.deepEqual(await sold(ledger), [0, 0, 0]);
});
