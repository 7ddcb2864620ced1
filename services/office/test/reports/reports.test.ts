import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newOrderId } from '@onsale/ledger';
import { storeOrders } from '@onsale/records';
import { startOffice } from '@onsale/testing';

const office = await startOffice();
after(async () => await office.stop());
const placedMs = Date.UTC(2026, 5, 1, 23, 30);

const orderOf = (eventId: string, name: string, extras: object = {}) => ({
  ...{ orderId: newOrderId(0, placedMs), shard: 0 },
  record: JSON.stringify([
    ...['c1780833652281=pay_1', 'adult:2:1250:adult', 2500, 'EUR', eventId, name],
    ...[`${name.length}@example.org`, 'cash', { fee: 100, tax: 164, ...extras }],
  ]),
});
const REFUND = { id: 're_1', atMs: placedMs + 5, amountMinor: 1250, tickets: [[0, 1]] };
await office.db.transaction().execute(async (tx) => {
  await tx
    .insertInto('records.events')
    .values({ event_id: 'one', shard: 0, name: '=1+1', time_zone: 'Europe/Berlin' })
    .execute();
  await storeOrders(tx, [
    orderOf('one', '=cmd|calc'),
    orderOf('one', 'Ada; "Lovelace"', { refunds: [REFUND] }),
    orderOf('two', 'Grace'),
  ]);
});
const owner = await office.as([{ role: 'owner' }]);
const viewer = await office.as([{ role: 'viewer', eventId: 'one' }]);

test('a report adds up the orders of an event, by the days of its time zone', async () => {
  const { status, body } = await owner('GET', '/v1/reports/sales?eventId=one');
  assert.equal(status, 200);
  assert.deepEqual(body.totals, [
    {
      ...{ currency: 'EUR', orders: 2, tickets: 4, refundedTickets: 1 },
      ...{ gross: 50, refunded: 12.5, net: 37.5, fee: 1.5, tax: 2.46, discount: 0 },
      ...{ heldOrders: 0, heldAmount: 0 },
    },
  ]);
  assert.deepEqual(
    body.days.map(({ day }: { day: string }) => day),
    ['2026-06-02'],
  );
  const later = await owner('GET', '/v1/reports/sales?eventId=one&from=2026-06-03');
  assert.deepEqual(later.body.totals, []);
});

test('whoever may see one event is told of that alone', async () => {
  const { body } = await viewer('GET', '/v1/reports/sales');
  assert.deepEqual(
    body.events.map(({ eventId }: { eventId: string }) => eventId),
    ['one'],
  );
  assert.equal((await viewer('GET', '/v1/reports/sales?eventId=two')).status, 403);
  assert.equal((await viewer('GET', '/v1/reports/payments?eventId=two')).status, 403);
  const { body: file } = await viewer('GET', '/v1/reports/orders.csv');
  assert.doesNotMatch(file, /Grace/);
});

test('a refund by hand is among the refunds', async () => {
  const { body } = await owner('GET', '/v1/reports/payments');
  assert.deepEqual(body.refunds, [
    { state: 'done', reason: 'seller', refunds: 1, currency: 'EUR', amount: 12.5 },
  ]);
});

test('no cell of a file is a formula, whatever separates them', async () => {
  for (const separator of ['semicolon', 'comma']) {
    const answer = await owner('GET', `/v1/reports/orders.csv?separator=${separator}&language=de`);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/csv/);
    const text: string = answer.body;
    assert.match(text, /"'=cmd\|calc"/);
    assert.match(text, /"'=1\+1"/);
    assert.match(text, /"Ada; ""Lovelace"""/);
    assert.match(text, separator === 'comma' ? /"25\.00"/ : /"25,00"/);
    assert.equal(text.trimEnd().split('\r\n').length, 4);
    assert.doesNotMatch(text, /(^|[;,])"?[=+@-]/m);
  }
});

test('each file can be downloaded', async () => {
  for (const file of ['sales', 'payments', 'refunds']) {
    const answer = await owner('GET', `/v1/reports/${file}.csv`);
    assert.equal(answer.status, 200, file);
    // What fails while it is sent has ended the answer before its first line.
    assert.match(String(answer.body), /;.*\r\n/, file);
  }
});
