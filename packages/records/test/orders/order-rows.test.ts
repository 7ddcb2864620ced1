import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId, packPayment, type Payment } from '@onsale/ledger';
import { NewerOrderError, orderRows } from '@onsale/records';

const orderId = newOrderId(0, Date.UTC(2087, 0, 1));

const recordOf = (head: string, extras?: object, email = 'Ada@Example.org') =>
  JSON.stringify([
    ...[head, 'adult:2:1000:adult,child:1:500:child', 2500, 'EUR', 'show-7', 'Ada', email],
    ...['online', ...(extras === undefined ? [] : [extras])],
  ]);

const rowsOf = (record: string, payment?: Payment) =>
  orderRows({
    ...{ orderId, shard: 0, record },
    payment: payment === undefined ? undefined : packPayment(payment),
  });

test('an order becomes one row, with a row for each line and each seat', () => {
  const { order, person, lines, tickets } = rowsOf(
    recordOf('c1780833652281=pay_1', {
      ...{ fee: 100, tax: 19, terms: 'v2', source: 'box_office' },
      refunds: [{ id: 're_1', atMs: 1780833659999, amountMinor: 1000, tickets: [[0, 2]] }],
      holders: [[1, 1, 'Bea', 3]],
    }),
  );
  assert.deepEqual(
    [order?.status, order?.state, order?.cause, order?.refunded, order?.source, order?.terms],
    ['confirmed', 'c', 'pay_1', 1000, 'box_office', 'v2'],
  );
  assert.deepEqual(order?.placed_at, new Date('2087-01-01T00:00:00Z'));
  assert.deepEqual(order?.changed_at, new Date(1780833659999));
  assert.deepEqual(person, { address: 'ada@example.org', name: 'Ada', email: 'Ada@Example.org' });
  assert.deepEqual(
    lines.map(({ line, ticket_id: id, qty, unit_price: price }) => [line, id, qty, price]),
    [
      [0, 'adult', 2, 1000],
      [1, 'child', 1, 500],
    ],
  );
  assert.deepEqual(
    tickets.map(({ line, number, holder, version, state }) =>
      [line, number, holder, version, state].join(' '),
    ),
    ['0 1  1 valid', '0 2  1 void', '1 1 Bea 3 valid'],
  );
});

test('tickets are reserved while the order is held, and void when it got none in the end', () => {
  const statesOf = (head: string) => new Set(rowsOf(recordOf(head)).tickets.map((t) => t.state));
  assert.deepEqual(statesOf('h1780833652281/1780834552281'), new Set(['reserved']));
  for (const head of ['x1780833652281', 'k1780833652281=buyer', 'r1780833652281=re_1']) {
    assert.deepEqual(statesOf(head), new Set(['void']));
  }
});

test('of an order that is pending or was rejected there is no row', () => {
  for (const head of ['p', 'p/900000', 's1780833652281', 'f1780833652281']) {
    assert.deepEqual(rowsOf(recordOf(head)), { lines: [], tickets: [], refunds: [], disputes: [] });
  }
});

test('a state of a newer version is left to it', () => {
  assert.throws(() => rowsOf(recordOf('z1780833652281')), NewerOrderError);
});

test('what was anonymized is one person, and no text is one that PostgreSQL refuses', () => {
  const anonymous = rowsOf(recordOf('c1780833652281', undefined, '(removed)'));
  assert.equal(anonymous.person?.address, '(removed)');
  const holders = [[0, 1, 'A\0\ud800B', 1]];
  const { tickets } = rowsOf(recordOf('c1780833652281', { holders }));
  assert.equal(tickets[0]?.holder, 'A\ufffd\ufffdB');
});

test('the row of a payment adds up what came and went in its currency', () => {
  const attempt = { startedAtMs: 1, expiresAtMs: 2, state: 'paid', use: 'tickets' } as const;
  const refund = { paymentId: 'pay_1', reason: 'seller', askedAtMs: 1 } as const;
  const { payment } = rowsOf(recordOf('c1780833652281=pay_1'), {
    ...{ revision: 7, provider: 'bank', amountMinor: 2500, currency: 'EUR' },
    attempts: [
      { ...attempt, number: 1, paid: { amountMinor: 2500, currency: 'EUR' } },
      { ...attempt, number: 2, paid: { amountMinor: 900, currency: 'USD' } },
    ],
    refunds: [
      { ...refund, id: 'a', amountMinor: 1000, state: 'done' },
      { ...refund, id: 'b', amountMinor: 900, state: 'done', currency: 'USD' },
      { ...refund, id: 'c', amountMinor: 300, state: 'failed' },
    ],
    disputes: [{ id: 'd', paymentId: 'pay_1', amountMinor: 500, state: 'lost' }],
  });
  assert.deepEqual(
    [payment?.revision, payment?.received, payment?.returned, payment?.is_open],
    [7, 2500, 1500, false],
  );
});
