import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Payment, readStock, requestCancel, writePayment } from '@onsale/ledger';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import type { ProviderPayment } from '../../src/provider/provider.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments, type TestPayments } from '../open-payments.ts';

// Three orders for the tickets of two, buyers who pay at any time, a provider that loses its answers, and
// two processes that work on the same orders at once. Whatever happens, at the end each payment has got
// tickets or went back, once, and the books say so.

const fresh = await openPayments();
/** Each order is for two of ten tickets. */
const OTHERS_TAKE = 6;

const step = fc.record({
  what: fc.constantFrom(
    ...(['start', 'start', 'pay', 'pay', 'tell', 'tell', 'work', 'work', 'cancel', 'end'] as const),
    ...(['fail', 'decline', 'wrong', 'refund'] as const),
  ),
  order: fc.nat({ max: 2 }),
  pick: fc.nat({ max: 5 }),
  isDone: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Item> ? Item : never;

async function play(shop: TestPayments, orderIds: readonly string[], each: Step): Promise<void> {
  const { work, provider } = shop;
  const orderId = orderIds[each.order] ?? '';
  const checkouts = checkoutsOf(shop, orderId);
  const checkout = checkouts[each.pick % Math.max(1, checkouts.length)];
  const isPayable = checkout !== undefined && checkout.state !== 'paid';
  switch (each.what) {
    case 'start':
      await startPayment(work, orderId).catch(() => undefined);
      return;
    case 'pay':
      // Also when its page is closed: providers do that.
      if (isPayable) provider.pay(checkout.checkoutId);
      return;
    case 'wrong':
      if (isPayable) provider.pay(checkout.checkoutId, { amountMinor: 3999 });
      return;
    case 'decline':
      if (checkout?.state === 'open') provider.change(checkout.checkoutId, { state: 'failed' });
      return;
    case 'tell':
      if (checkout !== undefined) await learnPayment(work, checkout);
      return;
    case 'work':
      await Promise.all([workOnPayment(work, orderId), workOnPayment(work, orderId)]);
      return;
    case 'cancel':
      await requestCancel(work.ledger, orderId);
      return;
    case 'end':
      await shop.endHold(orderId);
      return;
    case 'fail':
      for (const kind of ['start', 'expire', 'refund', 'read']) {
        provider.fail(kind, { fail: 'unavailable', isDone: each.isDone });
      }
      return;
    case 'refund':
      // By the seller, in the dashboard.
      if (checkout?.state === 'paid' && checkout.refunds.length === 0) {
        await provider
          .refund({
            key: `dashboard-${checkout.checkoutId}`,
            paymentId: checkout.paymentId ?? '',
            ...{ amountMinor: 100, currency: 'EUR', orderUrl: checkout.orderUrl ?? '' },
          })
          .catch(() => undefined);
      }
      return;
    default:
      each.what satisfies never;
  }
}

test('each payment gets its tickets or goes back, once, whatever is lost or done twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const shop = await fresh();
      const others = await shop.hold({ lines: [lineOf(OTHERS_TAKE)], totalMinor: 12_000 });
      const orderIds = [await shop.hold(), await shop.hold()];
      await shop.endHold(orderIds[0] ?? '');
      await shop.expire(orderIds[0] ?? '');
      orderIds.push(await shop.hold());
      assert.ok(others);
      for (const each of steps) await play(shop, orderIds, each);
      await settle(shop, orderIds);
      for (const orderId of orderIds) await check(shop, orderId);
      const {
        remaining = 0,
        held = 0,
        sold = 0,
      } = (await readStock(shop.ledger, 0)).get('adult') ?? {};
      assert.equal(remaining + held + sold, 10);
      const confirmed = await Promise.all(orderIds.map((id) => isConfirmed(shop, id)));
      assert.equal(sold, 2 * confirmed.filter(Boolean).length);
    }),
    { seed: TEST_SEED, numRuns: 60 },
  );
});

const lineOf = (qty: number) => ({ ticketId: 'adult', type: 'adult', qty, unitMinor: 2000 });

function checkoutsOf({ provider }: TestPayments, orderId: string): ProviderPayment[] {
  return [...provider.checkouts.values()].filter(({ orderUrl }) => orderUrl?.endsWith(orderId));
}

async function isConfirmed({ read }: TestPayments, orderId: string): Promise<boolean> {
  return (await read(orderId).catch(() => undefined))?.order.status === 'confirmed';
}

// The provider answers again, everything is told, the holds end, and nobody waits out a pause.
async function settle(shop: TestPayments, orderIds: readonly string[]): Promise<void> {
  const { work, provider, ledger } = shop;
  provider.heal();
  for (let round = 0; round < 4; round++) {
    for (const orderId of orderIds) {
      await shop.endHold(orderId);
      await shop.expire(orderId);
      const snapshot = await shop.read(orderId).catch(() => undefined);
      if (snapshot === undefined) continue;
      const after = withoutPauses(snapshot.payment);
      await writePayment(ledger, orderId, { before: snapshot.payment, after, dueInMs: 0 });
      await Promise.all([workOnPayment(work, orderId), workOnPayment(work, orderId)]);
      for (const checkout of checkoutsOf(shop, orderId)) await learnPayment(work, checkout);
    }
  }
}

function withoutPauses(payment: Payment): Payment {
  const wake = <Item extends { nextAtMs?: number }>({ nextAtMs: _next, ...rest }: Item) => rest;
  const attempts = payment.attempts.map(wake) as Payment['attempts'];
  return { ...payment, attempts, refunds: payment.refunds.map(wake) as Payment['refunds'] };
}

async function check(shop: TestPayments, orderId: string): Promise<void> {
  const checkouts = checkoutsOf(shop, orderId);
  const snapshot = await shop.read(orderId).catch(() => undefined);
  if (snapshot === undefined) {
    assert.equal(checkouts.length, 0);
    return;
  }
  const { order, payment } = snapshot;
  assert.ok(checkouts.every(({ state }) => state !== 'open'));
  assert.notEqual(order.status, 'held');
  let tickets = 0;
  for (const { state, paymentId, amountMinor, refunds } of checkouts) {
    if (state !== 'paid') continue;
    const attempt = payment.attempts.find((each) => each.paymentId === paymentId);
    const back = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
    const byUs = payment.refunds.filter((refund) => refund.paymentId === paymentId);
    assert.ok(
      byUs.every((refund) => refund.state === 'done'),
      JSON.stringify(payment),
    );
    assert.equal(
      byUs.reduce((sum, refund) => sum + refund.amountMinor, 0),
      back,
    );
    if (attempt?.use === 'tickets') {
      tickets += 1;
      assert.ok(back <= 100);
      assert.equal(amountMinor, order.totalMinor);
      assert.deepEqual([order.status, order.cause], ['confirmed', paymentId]);
    } else {
      assert.equal(attempt?.use, 'refund');
      assert.equal(back, amountMinor);
    }
  }
  assert.equal(tickets, order.status === 'confirmed' ? 1 : 0);
}
