import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyCatalog,
  cancelOrder,
  ensureWorkerGroup,
  nameHolder,
  type Payment,
  placeOrders,
  readEntries,
  readOrder,
  refundTickets,
  REHEARSAL_SHARD,
  reissueTicket,
  settleOrders,
  writePayment,
} from '@onsale/ledger';
import { eventually, startService } from '@onsale/testing';
import { orderOf } from '../../../../packages/ledger/test/test-ledger.ts';
import { mailIn, queue } from '../mail/mail-shop.ts';
import { EVENT, startPlannedShop } from './planned-shop.ts';

const shop = await startPlannedShop();
const { ledger, record, planned } = shop;

const kindsOf = async (orderId: string) =>
  (await shop.mails()).filter((mail) => mail.order_id === orderId).map(({ kind }) => kind);

test('who has bought gets one confirmation', async () => {
  const id = await shop.sell('ada@example.org');
  await record();
  await planned();
  assert.deepEqual(await kindsOf(id), ['confirmed']);
  const mail = (await shop.mails()).find((each) => each.order_id === id);
  assert.equal(mail?.address, 'ada@example.org');
});

test('a buyer gets the tickets by mail once more, but not all the time', async () => {
  const id = await shop.sell('amy@example.org');
  await record();
  await planned();
  const ask = async () => {
    const url = `${shop.delivery.url}/orders/${id}/tickets/mail`;
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers })).status;
  };
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [202, 202, 202, 429]);
  assert.deepEqual(await kindsOf(id), Array(4).fill('confirmed'));
});

test('a refund is told with what it was for', async () => {
  const id = await shop.sell('bea@example.org');
  await record();
  await refundTickets(ledger, id, { id: 'refund-1', tickets: [[0, 2]], amountMinor: 1250 });
  await record();
  await planned();
  assert.deepEqual(await kindsOf(id), ['confirmed', 'refund']);
  const refund = (await shop.mails()).find((each) => each.kind === 'refund');
  assert.deepEqual(refund?.about, { refundId: 'refund-1' });
});

test('an order that was given back before anybody was told is confirmed to nobody', async () => {
  const id = await shop.sell('cid@example.org');
  assert.equal(await refundTickets(ledger, id, { id: 'refund-2', amountMinor: 20 }), 'done');
  await record();
  await planned();
  assert.deepEqual(await kindsOf(id), ['refund']);
});

test('a buyer who cancels is told nothing, and one whose order is cancelled is', async () => {
  const own = await shop.sell('dan@example.org');
  const ours = await shop.sell('eve@example.org');
  await record();
  await planned();
  await cancelOrder(ledger, own, { cause: 'buyer' });
  await cancelOrder(ledger, ours, { cause: 'office:1' });
  await record();
  await planned();
  assert.deepEqual(await kindsOf(own), ['confirmed']);
  assert.deepEqual(await kindsOf(ours), ['confirmed', 'cancelled']);
});

test('money for which there are no tickets is told once, when it is to go back', async () => {
  const id = await shop.sell('ivo@example.org');
  await cancelOrder(ledger, id, { cause: 'office:2' });
  const payment = (state: 'asked' | 'done'): Payment => ({
    ...{ revision: state === 'asked' ? 0 : 1, provider: 'bank', attempts: [], disputes: [] },
    ...{ amountMinor: 2000, currency: 'EUR' },
    refunds: [
      {
        ...{ id: 'back', paymentId: 'pay_1', amountMinor: 2000, reason: 'late', state },
        askedAtMs: Date.now(),
      },
    ],
  });
  const [asked, done] = [payment('asked'), payment('done')];
  const first = { before: undefined, after: asked, dueInMs: undefined, logged: 'refund-asked' };
  assert.equal(await writePayment(ledger, id, first), 'written');
  await record();
  await planned();
  const before = { ...asked, revision: 1 };
  const second = { before, after: done, dueInMs: undefined, logged: 'refund-done' };
  assert.equal(await writePayment(ledger, id, second), 'written');
  await record();
  await planned();
  assert.deepEqual((await kindsOf(id)).toSorted(), ['cancelled', 'payment_returned']);
});

test('a ticket that the team has issued again is told to its buyer', async () => {
  const id = await shop.sell('jim@example.org');
  await record();
  await planned();
  await reissueTicket(ledger, id, { ticket: [0, 2], version: 1, cause: 'office:3' });
  await record();
  await planned();
  assert.deepEqual(await kindsOf(id), ['confirmed', 'ticket_replaced']);
  const told = (await shop.mails()).find(
    (each) => each.order_id === id && each.kind === 'ticket_replaced',
  );
  assert.deepEqual(told?.about, { tickets: [{ line: 0, number: 2 }] });
});

test('who names tickets one after the other gets one mail about all of them', async () => {
  const id = await shop.sell('fay@example.org');
  await record();
  for (const number of [1, 2]) {
    await nameHolder(ledger, id, { ticket: [0, number], name: 'Gil', cause: 'holder' });
    await record();
    await planned();
  }
  assert.deepEqual(await kindsOf(id), ['confirmed', 'ticket_replaced']);
  const replaced = (await shop.mails()).find(
    (each) => each.order_id === id && each.kind === 'ticket_replaced',
  );
  assert.deepEqual(replaced?.about, {
    tickets: [
      { line: 0, number: 1 },
      { line: 0, number: 2 },
    ],
  });
});

test('what happens after a name was changed tells nobody of that name once more', async () => {
  const id = await shop.sell('hal@example.org');
  await nameHolder(ledger, id, { ticket: [0, 1], name: 'Ida', cause: 'holder' });
  await record();
  await planned();
  await shop.postgres.query(`update office.mails set due_at = now() where order_id = '${id}'`);
  await nameHolder(ledger, id, { ticket: [0, 2], name: 'Jo', cause: 'holder' });
  await record();
  await planned();
  const tickets = (await shop.mails())
    .filter((each) => each.order_id === id && each.kind === 'ticket_replaced')
    .map(({ about }) => about['tickets']);
  assert.deepEqual(tickets, [[{ line: 0, number: 1 }], [{ line: 0, number: 2 }]]);
});

test('nothing of a rehearsal is mailed, not even to somebody who asks for it', async () => {
  const shard = REHEARSAL_SHARD;
  const practice = { ...EVENT, id: 'practice', rehearsal: true as const };
  const tickets = EVENT.tickets.map((ticket) => {
    return { ...ticket, id: 'practice-adult', eventId: 'practice' };
  });
  await ensureWorkerGroup(ledger.redis, shard);
  await applyCatalog(ledger, { events: [EVENT, { ...practice, tickets }] });
  const customer = { name: 'Ada', email: 'made-up@example.org' };
  const order = { ...orderOf('practice-adult:2', { customer, shard }), eventId: 'practice' };
  await placeOrders(ledger, shard, { orders: [order], maxBacklog: 1000 });
  const reading = { consumer: 'worker-1', count: 10, blockMs: 1 };
  await settleOrders(ledger, shard, await readEntries(ledger.redis, shard, reading));
  assert.equal((await readOrder(ledger, order.id))?.status, 'confirmed');
  const url = `${shop.delivery.url}/orders/${order.id}/tickets`;
  assert.equal((await fetch(url)).status, 200, 'its page shows tickets');
  const headers = { 'content-type': 'application/json' };
  const asked = await fetch(`${url}/mail`, { method: 'POST', headers });
  assert.equal(((await asked.json()) as { code: string }).code, 'NO_TICKETS');
  await record();
  await planned();
  assert.deepEqual(await kindsOf(order.id), []);
  const [mailId] = await queue(shop.delivery, [
    {
      ...{ key: `confirmed:${order.id}`, kind: 'confirmed', address: customer.email },
      ...{ orderId: order.id, eventId: 'practice', urgency: 50 },
    },
  ]);
  const mail = await mailIn(shop.delivery, mailId, ({ state }) => state !== 'waiting');
  assert.equal(mail.state, 'skipped');
});

test('delivery killed while it plans leaves each order one confirmation and one receipt', async () => {
  const orders = Array.from({ length: 400 }, (_, i) => `buyer-${i}@example.org`);
  await shop.sellMany(orders);
  const counted = async () => {
    const [row] = await shop.postgres.query<{ mails: string; orders: string; receipts: string }>(`
      select count(*) as mails, count(distinct order_id) as orders,
        (select count(*) from office.documents d join records.orders using (order_id)
          join records.people using (person_id) where address like 'buyer-%') as receipts
      from office.mails where address like 'buyer-%' and kind = 'confirmed'`);
    return {
      mails: Number(row?.mails),
      orders: Number(row?.orders),
      receipts: Number(row?.receipts),
    };
  };
  const recorded = record();
  await eventually(counted, ({ mails }) => mails > 0);
  shop.delivery.process.signal('SIGKILL');
  await recorded;
  const other = startService('delivery', shop.delivery.environment);
  await other.ready();
  try {
    await planned();
    assert.deepEqual(await counted(), { mails: 400, orders: 400, receipts: 400 });
  } finally {
    await other.stop();
  }
});
