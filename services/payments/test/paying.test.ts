import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StaffPayment } from '@onsale/contracts';
import { codesKey, eventKey, linePlacesKey, newOrderId, requestCancel } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { openShop, type Shop } from './payments-shop.ts';

let shop: Shop;
before(async () => (shop = await openShop({ PAYMENT_GIVE_UP_MS: '1500' })));
after(() => shop?.close());

const LAST = [{ ticketId: 'last', type: 'adult', qty: 2, unitMinor: 2000 }];
/** Long enough to open the page, short enough to wait for its end. */
const SHORT_HOLD_MS = 1500;

test('a paid order has its tickets, and says so', async () => {
  const orderId = await shop.hold();
  const none = await shop.seen(orderId, () => true);
  assert.deepEqual([none.state, none.isFinal], ['none', false]);
  const { url, checkoutId, holdUntil } = await shop.start(orderId);
  assert.ok(Date.parse(holdUntil) > Date.now());
  assert.equal((await shop.start(orderId)).url, url);
  const open = await shop.seen(orderId, () => true);
  assert.deepEqual([open.state, open.url], ['open', url]);
  await shop.pay(checkoutId);
  const paid = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([paid.state, paid.status, paid.refunds], ['paid', 'confirmed', []]);
  const again = await shop.call(`/orders/${orderId}/payment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(again.status, 409);
});

test('after a decline there is another attempt, and the same tickets', async () => {
  const orderId = await shop.hold();
  const first = await shop.start(orderId);
  await shop.bank('POST', `/checkouts/${first.checkoutId}/decline`);
  await shop.seen(orderId, ({ state }) => state === 'failed');
  const second = await shop.start(orderId);
  assert.notEqual(second.url, first.url);
  await shop.pay(second.checkoutId);
  const paid = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([paid.state, paid.status], ['paid', 'confirmed']);
});

test('a payment of which no message came is found', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['message_lost'] });
  await shop.pay(checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
});

test('at the end of the hold the page is closed, and the order expires', async () => {
  const orderId = await shop.hold({ holdMs: SHORT_HOLD_MS });
  const { checkoutId } = await shop.start(orderId);
  const over = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([over.state, over.status], ['failed', 'expired']);
  await assert.rejects(() => shop.pay(checkoutId));
});

test('late money gets tickets as long as there are some, and goes back otherwise', async () => {
  const late = async () => {
    const orderId = await shop.hold({ holdMs: SHORT_HOLD_MS, lines: LAST });
    const { checkoutId } = await shop.start(orderId);
    await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['paid_though_expired'] });
    await shop.seen(orderId, ({ status }) => status === 'expired');
    return { orderId, checkoutId };
  };
  const comes = async ({ checkoutId }: { checkoutId: string }) => {
    await shop.bank('POST', '/time', { passMs: 3_600_000, checkoutId });
  };
  const [first, second] = [await late(), await late()];
  await comes(first);
  const paid = await shop.seen(
    first.orderId,
    ({ isFinal, state }) => isFinal && state !== 'failed',
  );
  assert.deepEqual([paid.state, paid.status], ['paid', 'confirmed']);
  await comes(second);
  const back = await shop.seen(second.orderId, ({ state }) => state === 'returned');
  assert.equal(back.status, 'expired');
  assert.deepEqual(
    back.refunds.map(({ state, reason }) => [state, reason]),
    [['done', 'late']],
  );
});

test('late money goes back when its place in the line, or its code, was used again meanwhile', async (t) => {
  const { server } = shop;
  const [place, other] = ['a'.repeat(22), 'b'.repeat(22)];
  const begunTurn = 't 7 - 4000000000000 1 0';
  await server.command('HSET', eventKey(0, 'show'), 'admission', '0');
  t.after(() => server.command('HDEL', eventKey(0, 'show'), 'admission'));
  await server.command('HSET', linePlacesKey(0, 'show'), place, begunTurn, other, begunTurn);
  const code = { unit: 'order', percent: 10, uses: 1, createdAtMs: 1 };
  await server.command('HSET', codesKey(0, 'show'), 'ONCE', JSON.stringify(code));

  const codeUse = { code: 'ONCE', uses: 1 };
  for (const [late, next] of [
    [{ place }, { place }],
    [
      { place, codeUse },
      { place: other, codeUse },
    ],
  ] as const) {
    const orderId = await shop.hold({ ...late, holdMs: SHORT_HOLD_MS });
    const { checkoutId } = await shop.start(orderId);
    await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['paid_though_expired'] });
    await shop.seen(orderId, ({ status }) => status === 'expired');
    const second = await shop.hold(next);
    await shop.bank('POST', '/time', { passMs: 3_600_000, checkoutId });
    const back = await shop.seen(orderId, ({ state }) => state === 'returned');
    assert.deepEqual(
      back.refunds.map(({ state, reason }) => [state, reason]),
      [['done', 'late']],
    );
    const marked = await shop.staff('POST', `/payments/${orderId}/paid`, { reference: 'cash' });
    assert.equal(marked.status, 409);
    await requestCancel(shop.ledger, second);
    await shop.seen(second, ({ status }) => status === 'cancelled');
  }
});

test('money of another amount goes back', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['wrong_amount'] });
  await shop.pay(checkoutId);
  const back = await shop.seen(orderId, ({ state }) => state === 'returned');
  assert.deepEqual(
    back.refunds.map(({ state, reason }) => [state, reason]),
    [['done', 'wrong_amount']],
  );
  assert.equal(back.status, 'held');
});

test('a cancelled order closes its page; what was paid before confirms it', async () => {
  const cancelled = await shop.hold();
  const { checkoutId } = await shop.start(cancelled);
  await requestCancel(shop.ledger, cancelled);
  await shop.seen(cancelled, ({ status }) => status === 'cancelled');
  await assert.rejects(() => shop.pay(checkoutId));

  const paid = await shop.hold();
  const attempt = await shop.start(paid);
  await shop.bank('PUT', `/checkouts/${attempt.checkoutId}/faults`, { faults: ['message_lost'] });
  await shop.pay(attempt.checkoutId);
  await requestCancel(shop.ledger, paid);
  await shop.seen(paid, ({ status }) => status === 'confirmed');
});

test('while the provider is away, the order is given up; the money that came goes back or gets its tickets', async () => {
  const orderId = await shop.hold({ holdMs: SHORT_HOLD_MS });
  const { checkoutId } = await shop.start(orderId);
  await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['message_lost'] });
  await shop.pay(checkoutId);
  await shop.killBank();
  await shop.seen(orderId, ({ status }) => status === 'expired');
  assert.equal((await shop.call('/readyz')).status, 200);
  await shop.restartBank();
  const paid = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([paid.state, paid.status], ['paid', 'confirmed']);
});

test('a refund by the seller takes the tickets, and then sends the money, once', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.pay(checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
  const one = { id: 'one', tickets: [{ ticketId: 'adult', number: 2 }], restock: true };
  const refund = (body: object) => shop.staff('POST', `/payments/${orderId}/refunds`, body);
  const another = await refund({ id: 'other', paymentId: 'pay_of_another_order' });
  assert.equal(another.status, 409);
  assert.equal((await refund(one)).status, 200);
  assert.equal((await refund(one)).status, 200);
  await shop.seen(orderId, ({ refunds }) => refunds[0]?.state === 'done');
  const { order } = await shop.read(orderId);
  assert.deepEqual(order.extras?.refunds?.[0]?.tickets, [[0, 2]]);
  const twice = await refund({ ...one, id: 'two' });
  assert.deepEqual(
    [twice.status, ((await twice.json()) as { code: string }).code],
    [409, 'NOT_REFUNDABLE'],
  );
  const rest = (await (await refund({ id: 'rest' })).json()) as StaffPayment;
  assert.deepEqual(
    rest.refunds.map(({ amount }) => amount),
    [20, 20],
  );
  const all = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([all.status, all.state], ['refunded', 'returned']);
});

test('after a refund in the dashboard the tickets stay valid until somebody revokes them', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.pay(checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
  const { payment } = await shop.read(orderId);
  const { paymentId } = payment?.attempts[0] ?? {};
  await shop.bank('POST', '/refunds', { paymentId, amountMinor: 4000, currency: 'EUR' });
  const back = await shop.seen(orderId, ({ refunds }) => refunds[0]?.state === 'done');
  assert.deepEqual([back.status, back.refunds[0]?.reason], ['confirmed', 'provider']);
  const revoke = { id: 'revoke', restock: true };
  const revoked = await shop.staff('POST', `/payments/${orderId}/refunds`, revoke);
  assert.equal(revoked.status, 200);
  const { status, refunds } = (await revoked.json()) as StaffPayment;
  assert.deepEqual([status, refunds.map(({ amount }) => amount)], ['refunded', [40, 0]]);
  assert.equal(refunds[1]?.state, 'done');
  const again = await shop.staff('POST', `/payments/${orderId}/refunds`, { id: 'again' });
  assert.equal(again.status, 409);
});

test('nothing is refunded while a dispute is open, nor twice when it is lost', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.pay(checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
  const paymentId = (await shop.read(orderId)).payment?.attempts[0]?.paymentId ?? '';
  const dispute = async (state: string) => {
    await shop.bank('POST', `/payments/${paymentId}/dispute`, { state });
    await eventually(
      () => shop.read(orderId),
      ({ payment }) => payment?.disputes[0]?.state === state,
    );
  };
  const refund = (body: object) => shop.staff('POST', `/payments/${orderId}/refunds`, body);
  assert.equal((await refund({ id: 'one', amount: 1 })).status, 200);
  await shop.seen(orderId, ({ refunds }) => refunds[0]?.state === 'done');
  await dispute('needs_response');
  const refused = await refund({ id: 'two' });
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [409, 'PAYMENT_DISPUTED'],
  );
  await dispute('lost');
  assert.equal((await refund({ id: 'three', amount: 2 })).status, 409);
  const shown = (await (await shop.staff('GET', `/payments/${orderId}`)).json()) as StaffPayment;
  assert.match(String(shown.problems), /was lost/);
});

test('an order is marked as paid by hand, without any provider', async () => {
  const orderId = await shop.hold({ paymentMethod: 'manual' });
  const mark = (reference: string) =>
    shop.staff('POST', `/payments/${orderId}/paid`, { reference });
  await assert.rejects(() => shop.start(orderId), /bank transfer/);
  assert.equal((await mark('statement-1')).status, 200);
  assert.equal((await mark('statement-1')).status, 200);
  assert.equal((await mark('statement-2')).status, 409);
  const body = { id: 'all' };
  const refunded = await shop.staff('POST', `/payments/${orderId}/refunds`, body);
  const { status, refunds } = (await refunded.json()) as StaffPayment;
  assert.deepEqual([status, refunds[0]?.state], ['refunded', 'done']);
});

test('the comparison with the provider finds what a person must see to, and nothing else', async () => {
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 3_600_000];
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const response = await shop.staff('POST', '/reconciliations', period);
  const report = (await response.json()) as {
    findings: { kind: string }[];
    checkedPayments: number;
  };
  // The dispute of the test before is the only thing to see to.
  assert.deepEqual(
    report.findings.map(({ kind }) => kind),
    ['dispute'],
  );
  assert.ok(report.checkedPayments >= 9);
  const unknown = newOrderId(0, Date.now());
  assert.equal((await shop.call(`/orders/${unknown}/payment`)).status, 404);
});

test('nothing in the log tells a secret', () => {
  const log = JSON.stringify(shop.processes.payments.log);
  assert.doesNotMatch(log, /whsec_|token-of|Bearer|v1,/);
});
