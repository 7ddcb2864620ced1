import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '@onsale/contracts';
import { type Payment, readStock, requestCancel, writePayment } from '@onsale/ledger';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import type { ProviderPayment } from '../../src/provider/provider.ts';
import { askRefund } from '../../src/staff/ask-refund.ts';
import { markPaid } from '../../src/staff/mark-paid.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments, type TestPayments } from '../open-payments.ts';
import { Killed, killedAt } from './broken-ledger.ts';

// Three orders for the tickets of two, buyers who pay at any time, a provider that loses its answers and
// forgets keys after a day, a seller who refunds here and there, and processes that work on the same orders
// at once and are killed at any command. When all is over the orders leave Redis, and then the same goes on,
// so that their payments come back and leave again. Whatever happens, at the end each payment has got
// tickets or went back, once, and the books say so.

const fresh = await openPayments();
/** Each order is for two of ten tickets. */
const OTHERS_TAKE = 6;

const step = fc.record({
  what: fc.constantFrom(
    ...(['start', 'start', 'pay', 'pay', 'tell', 'tell', 'work', 'work', 'cancel', 'end'] as const),
    ...(['fail', 'decline', 'wrong', 'refund', 'kill', 'kill', 'day', 'restock'] as const),
    ...(['ask', 'mark', 'dispute', 'archive', 'archive payments'] as const),
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
      if (isPayable) {
        const wrong = each.isDone ? { amountMinor: 3999 } : { currency: 'JPY' };
        provider.pay(checkout.checkoutId, wrong);
      }
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
            amountMinor: [100, 2000, checkout.amountMinor][each.pick % 3] ?? 0,
            ...{ currency: checkout.currency, orderUrl: checkout.orderUrl ?? '' },
          })
          .catch(() => undefined);
      }
      return;
    case 'kill': {
      const killed = { ...work, ledger: killedAt(work.ledger, each.pick + 1, each.isDone) };
      const other = each.order === 0 ? workOnPayment(work, orderId) : undefined;
      await Promise.all([workOnPayment(killed, orderId).catch(ignore(Killed)), other]);
      return;
    }
    case 'day':
      await passDay(shop, orderIds);
      return;
    case 'restock':
      await shop.endHold(orderIds.at(-1) ?? '');
      await shop.expire(orderIds.at(-1) ?? '');
      return;
    case 'archive':
      await shop.archive(orderId);
      return;
    case 'archive payments':
      await shop.archivePayments();
      return;
    case 'mark':
      if (each.pick === 0) await markPaid(work, orderId, 'statement').catch(ignore(ApiError));
      return;
    case 'ask': {
      const tickets = each.isDone ? { tickets: [{ ticketId: 'adult', number: 1 }] } : {};
      await askRefund(work, orderId, { id: `ask-${each.pick}`, ...tickets }).catch(
        ignore(ApiError),
      );
      return;
    }
    case 'dispute':
      if (checkout?.state === 'paid') {
        dispute(shop, checkout, checkout.disputes.length === 0 ? 'needs_response' : 'won');
      }
      return;
    default:
      each.what satisfies never;
  }
}

test('each payment gets its tickets or goes back, once, whatever is lost or done twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, HISTORY), fc.array(step, HISTORY), async (steps, later) => {
      const shop = await fresh();
      const others = await shop.hold({ lines: [lineOf(OTHERS_TAKE)], totalMinor: 12_000 });
      const orderIds = [await shop.hold(), await shop.hold()];
      await shop.endHold(orderIds[0] ?? '');
      await shop.expire(orderIds[0] ?? '');
      orderIds.push(await shop.hold());
      for (const each of steps) await play(shop, [...orderIds, others], each);
      await settle(shop, orderIds);
      for (const orderId of orderIds) await check(shop, orderId);
      const before = await Promise.all(orderIds.map((id) => statusOf(shop, id)));
      for (const orderId of orderIds) await shop.archive(orderId);
      for (const each of later) await play(shop, [...orderIds, others], each);
      await settle(shop, orderIds);
      await shop.archivePayments();
      for (const orderId of orderIds) await check(shop, orderId);
      assert.deepEqual(await Promise.all(orderIds.map((id) => statusOf(shop, id))), before);
      const {
        remaining = 0,
        held = 0,
        sold = 0,
      } = (await readStock(shop.ledger, 0)).get('adult') ?? {};
      assert.equal(remaining + held + sold, 10);
      // Those of refunded tickets do not go back on sale.
      const settled = await Promise.all(orderIds.map((id) => statusOf(shop, id)));
      const withTickets = settled.filter((each) => each === 'confirmed' || each === 'refunded');
      assert.equal(sold, 2 * withTickets.length);
    }),
    { seed: TEST_SEED, numRuns: 60 },
  );
});

const HISTORY = { minLength: 10, maxLength: 60 };

const lineOf = (qty: number) => ({ ticketId: 'adult', type: 'adult', qty, unitMinor: 2000 });

function checkoutsOf({ provider }: TestPayments, orderId: string): ProviderPayment[] {
  return [...provider.checkouts.values()].filter(({ orderUrl }) => orderUrl?.endsWith(orderId));
}

async function statusOf({ read }: TestPayments, orderId: string): Promise<string | undefined> {
  return (await read(orderId).catch(() => undefined))?.order.status;
}

const ignore = (kind: typeof Killed | typeof ApiError) => (error: unknown) => {
  if (!(error instanceof kind)) throw error;
};

function dispute(
  { provider }: TestPayments,
  { checkoutId, paymentId = '', amountMinor, currency }: ProviderPayment,
  state: 'needs_response' | 'won',
): void {
  const id = `dispute-of-${paymentId}`;
  provider.change(checkoutId, { disputes: [{ id, paymentId, amountMinor, currency, state }] });
}

// All pauses are over, and the provider has forgotten the keys of all calls.
async function passDay(shop: TestPayments, orderIds: readonly string[]): Promise<void> {
  shop.provider.forgetKeys();
  for (const orderId of orderIds) {
    const snapshot = await shop.read(orderId).catch(() => undefined);
    if (snapshot === undefined) continue;
    const { payment } = snapshot;
    const later = withoutPauses(payment);
    const refunds = later.refunds.map((refund) => ({
      ...refund,
      askedAtMs: refund.askedAtMs - 86_400_000,
    }));
    const change = { before: payment, after: { ...later, refunds }, dueInMs: 0 };
    await writePayment(shop.ledger, orderId, change);
  }
}

// The provider answers again, disputes are won, everything is told, the holds end, and nobody waits out a pause.
async function settle(shop: TestPayments, orderIds: readonly string[]): Promise<void> {
  const { work, provider, ledger } = shop;
  provider.heal();
  for (const checkout of provider.checkouts.values()) {
    if (checkout.disputes.length > 0) dispute(shop, checkout, 'won');
  }
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
  const refunds = payment.refunds.map(wake) as Payment['refunds'];
  return {
    ...payment,
    attempts,
    refunds,
    disputes: payment.disputes.map(wake) as Payment['disputes'],
  };
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
  const all = JSON.stringify({ order, payment, checkouts });
  let tickets = payment.markedPaid === undefined ? 0 : 1;
  for (const { state, paymentId, amountMinor, currency, refunds } of checkouts) {
    if (state !== 'paid') continue;
    const attempt = payment.attempts.find((each) => each.paymentId === paymentId);
    const back = sumOf(refunds);
    const known = payment.refunds.filter((refund) => refund.paymentId === paymentId);
    // What the seller was faster with in the dashboard was refused to us.
    assert.ok(
      known.every((refund) => refund.state === 'done' || refund.state === 'failed'),
      all,
    );
    assert.equal(sumOf(known.filter((refund) => refund.state === 'done')), back, all);
    if (attempt?.use === 'tickets') {
      tickets += 1;
      assert.deepEqual([amountMinor, currency], [order.totalMinor, 'EUR'], all);
    } else {
      assert.equal(attempt?.use, 'refund', all);
      assert.equal(back, amountMinor, all);
    }
  }
  const hasTickets = order.status === 'confirmed' || order.status === 'refunded';
  assert.equal(tickets, hasTickets ? 1 : 0, all);
}

const sumOf = (refunds: readonly { amountMinor: number }[]) =>
  refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
