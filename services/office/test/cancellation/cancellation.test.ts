import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Cancellation, CancellationEstimate } from '@onsale/contracts';
import { readPools, readStock } from '@onsale/ledger';
import { type AskOffice, eventually } from '@onsale/testing';
import { line, openShow, type Show } from './show.ts';

let show: Show;
let owner: AskOffice;
before(async () => {
  show = await openShow();
  owner = await show.office.as([{ role: 'owner' }]);
});
after(async () => await show.close());

/** Also without a body: a page of another site could not send it. */
const JSON_TYPE = { 'content-type': 'application/json' };
const PATH = '/v1/events/show/cancellation';
const key = () => ({ 'idempotency-key': randomUUID() });
const read = async () => (await owner('GET', PATH)).body as Cancellation;
const settled = (isDone: (task: Cancellation) => boolean) => eventually(read, isDone, 20_000);

async function refundsAtBank(): Promise<number[]> {
  const { orders } = await show.bank<{ orders: { refundedMinor: number }[] }>('GET', '/books');
  return orders.map(({ refundedMinor }) => refundedMinor);
}

test('an event is cancelled, and each order paid back in its own way', async () => {
  const paid = [];
  for (let i = 0; i < 6; i++) paid.push(await show.sellOnline());
  const disputed = paid[5] ?? { orderId: '', checkoutId: '' };
  const partly = await show.sellOnline({ lines: [line('adult', 1), line('child', 1)] });
  const held = await show.place({ holdMs: 900_000 });
  const free = await show.place({ lines: [line('free', 3)], paymentMethod: 'none' });
  const cash = await show.place({ paymentMethod: 'cash', extras: { source: 'box_office' } });
  const marked = await show.place({ paymentMethod: 'manual', holdMs: 900_000 });
  const other = await show.place({
    eventId: 'other',
    lines: [{ ticketId: 'seat', type: 'adult', qty: 1, unitMinor: 500 }],
    paymentMethod: 'cash',
  });
  await show.staff(`/payments/${marked}/paid`, { reference: 'statement-7' });
  await show.staff(`/payments/${partly.orderId}/refunds`, {
    id: 'before',
    tickets: [{ ticketId: 'child', number: 1 }],
    restock: true,
  });
  const { paymentId } = await show.bank<{ paymentId: string }>(
    'GET',
    `/checkouts/${disputed.checkoutId}`,
  );
  await show.bank('POST', `/payments/${paymentId}/dispute`, { state: 'needs_response' });

  const estimate = await eventually(
    async () => (await owner('GET', `${PATH}/estimate`)).body as CancellationEstimate,
    ({ orders, recordedUntil, provider }) =>
      recordedUntil === undefined && orders.disputed === 1 && provider[0]?.amount === 260,
    15_000,
  );
  assert.deepEqual(estimate.orders, {
    ...{ pending: 0, held: 1, paid: 7, byHand: 2, free: 1, disputed: 1 },
  });
  assert.equal(estimate.tickets, 12 + 1 + 3 + 2 + 2);
  // 240 in the six, 20 in the one that was refunded in part; the dispute has taken 40 off the account.
  assert.deepEqual(estimate.provider, [
    { currency: 'EUR', orders: 7, amount: 260, available: 220, missing: 40 },
  ]);
  assert.deepEqual(estimate.byHand, [{ currency: 'EUR', orders: 2, amount: 80 }]);

  const wrong = await owner('POST', PATH, { confirm: 'Another Night' }, key());
  assert.deepEqual([wrong.status, wrong.body.code], [409, 'EVENT_NOT_CANCELLABLE']);
  assert.equal((await owner('POST', PATH, { confirm: 'Night of Shows' })).status, 428);
  assert.equal((await owner('GET', PATH)).body.code, 'TASK_NOT_FOUND');

  const headers = key();
  const begun = await owner('POST', PATH, { confirm: 'Night of Shows', reason: 'storm' }, headers);
  assert.equal(begun.status, 202);
  const again = await owner('POST', PATH, { confirm: 'Night of Shows', reason: 'storm' }, headers);
  assert.equal(again.body.taskId, begun.body.taskId);

  const done = await settled(({ state }) => state === 'done_with_failures');
  assert.deepEqual(done.orders, { total: 10, done: 7, failed: 1, toPayBack: 2 });
  const refunds = await refundsAtBank();
  assert.deepEqual(refunds.toSorted(), [0, 2750, 4000, 4000, 4000, 4000, 4000]);
  const { items } = (await owner('GET', `${PATH}/orders?state=failed`)).body;
  assert.equal(items[0].orderId, disputed.orderId);
  assert.match(items[0].problem, /disputed/);
  const states = await Promise.all(
    [held, free, cash, marked, partly.orderId, disputed.orderId, other].map(show.statusOf),
  );
  assert.deepEqual(states, [
    ...['cancelled', 'cancelled', 'refunded', 'refunded', 'refunded', 'confirmed', 'confirmed'],
  ]);

  // The dispute is won, so that the order can be refunded now; what was paid by hand is ticked off.
  await show.bank('POST', `/payments/${paymentId}/dispute`, { state: 'won' });
  await eventually(
    async () => {
      await owner('POST', `${PATH}/retry`, undefined, JSON_TYPE);
      return (await settled(({ state }) => state.startsWith('done'))).orders.failed;
    },
    (failed) => failed === 0,
  );
  const byHand = (await owner('GET', `${PATH}/orders?state=to_pay_back`)).body.items;
  assert.deepEqual(
    byHand.map((each: { amount: number }) => each.amount),
    [40, 40],
  );
  for (const { orderId } of byHand) {
    const noted = await owner('POST', `${PATH}/orders/${orderId}/paid-back`, undefined, JSON_TYPE);
    assert.equal(noted.body.state, 'done');
  }
  const last = await read();
  assert.deepEqual(last.orders, { total: 10, done: 10, failed: 0, toPayBack: 0 });
  assert.equal(
    (await refundsAtBank()).reduce((sum, each) => sum + each, 0),
    26_750,
  );
  const twice = await owner(
    'POST',
    `${PATH}/orders/${byHand[0].orderId}/paid-back`,
    undefined,
    JSON_TYPE,
  );
  assert.equal(twice.body.code, 'TASK_ENDED');

  // No ticket admits, and the books know.
  for (const books of [await readStock(show.ledger, 0), await readPools(show.ledger, 0)]) {
    for (const [name, { capacity, remaining }] of books) {
      if (name !== 'seat') assert.equal(remaining, capacity, name);
    }
  }
});

test('who may only see the event sees how far it is, and who may not refund cannot cancel', async () => {
  const viewer = await show.office.as([{ role: 'viewer', eventId: 'show' }]);
  assert.equal((await viewer('GET', PATH)).status, 200);
  assert.equal((await viewer('POST', `${PATH}/pause`, undefined, JSON_TYPE)).status, 403);
  const manager = await show.office.as([{ role: 'manager' }]);
  assert.equal((await manager('GET', `${PATH}/estimate`)).status, 403);
  const others = await show.office.as([{ role: 'owner', eventId: 'other' }]);
  assert.equal((await others('GET', PATH)).status, 403);
  assert.deepEqual((await others('GET', '/v1/tasks')).body.items, []);
  const { items } = (await viewer('GET', '/v1/tasks')).body;
  assert.deepEqual([items.length, items[0].eventName], [1, 'Night of Shows']);
});
