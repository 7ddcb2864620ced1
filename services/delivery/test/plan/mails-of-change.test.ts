import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RefundReason, RefundState } from '@onsale/contracts';
import { ANONYMIZED, newOrderId, type Order } from '@onsale/ledger';
import type { OrderChangeJob } from '@onsale/records';
import { mailsOfChange } from '../../src/plan/mails-of-change.ts';
import { isReminderDue } from '../../src/plan/plan-reminders.ts';

const NOW_MS = Date.parse('2087-06-01T12:00:00Z');
const DAY_MS = 86_400_000;

function orderOf(changes: Partial<Order>): Order {
  return {
    ...{ id: newOrderId(0, NOW_MS), createdAtMs: NOW_MS, eventId: 'show', currency: 'EUR' },
    customer: { name: 'Ada', email: 'ada@example.org' },
    lines: [{ ticketId: 'adult', type: 'adult', qty: 2, unitMinor: 1000 }],
    ...{ totalMinor: 2000, paymentMethod: 'online', status: 'expired' },
    ...{ reason: undefined, cause: undefined, settledAtMs: undefined },
    ...{ heldUntilMs: undefined, giveUpAtMs: undefined },
    ...changes,
  };
}

const change = (changes: Partial<OrderChangeJob>): OrderChangeJob => ({
  ...{ orderId: '', from: 'held', status: 'confirmed', cause: 'pay_1', shard: 0 },
  entryId: `${NOW_MS}-0`,
  ...changes,
});

function moneyBack(reason: RefundReason, state: RefundState, askedAtMs = NOW_MS) {
  const refund = { id: 'money-back-1', paymentId: 'pay_1', amountMinor: 2000, askedAtMs };
  return {
    ...({ revision: 1, provider: 'bank', amountMinor: 2000, currency: 'EUR' } as const),
    ...{ attempts: [], disputes: [], refunds: [{ ...refund, reason, state }] },
  };
}

const kindsOf = (given: Parameters<typeof mailsOfChange>) =>
  mailsOfChange(...given).map(({ kind }) => kind);

test('money that came for nothing is told once it is to go back, and not again much later', () => {
  const asked = change({ from: 'expired', status: 'expired', cause: 'payment:refund-asked' });
  const order = orderOf({});
  const late = { order, payment: moneyBack('late', 'asked') };
  const [mail] = mailsOfChange(asked, late);
  assert.equal(mail?.key, `payment_returned:${order.id}:money-back-1`);
  assert.deepEqual(mail?.about, { amount: 20, currency: 'EUR' });
  const [wrong] = mailsOfChange(asked, { order, payment: moneyBack('wrong_amount', 'asked') });
  assert.deepEqual(wrong?.about, { amount: 20, currency: 'EUR', isWrongAmount: true });
  assert.deepEqual(kindsOf([asked, { order, payment: moneyBack('late', 'failed') }]), []);
  const old = moneyBack('late', 'done', NOW_MS - 30 * DAY_MS);
  assert.deepEqual(kindsOf([asked, { order, payment: old }]), []);
});

test('a refund that the order does not know of is told when it is done', () => {
  const moved = change({ from: 'confirmed', status: 'confirmed', cause: 'payment:refund-done' });
  const order = orderOf({ status: 'confirmed' });
  const planned = (state: RefundState) => ({ order, payment: moneyBack('provider', state) });
  assert.deepEqual(kindsOf([moved, planned('asked')]), []);
  assert.deepEqual(kindsOf([moved, planned('done')]), ['refund']);
});

test('whoever was anonymized is told nothing', () => {
  const customer = { name: ANONYMIZED, email: ANONYMIZED };
  const order = orderOf({ status: 'confirmed', customer });
  assert.deepEqual(kindsOf([change({}), { order, payment: undefined }]), []);
});

test('what ends with its event is told as that, with a key of its own', () => {
  for (const cause of ['event:show', 'cancel_0123']) {
    const order = orderOf({ status: 'cancelled', cause });
    const [mail, ...others] = mailsOfChange(change({ status: 'cancelled', cause }), {
      ...{ order, payment: undefined },
    });
    assert.deepEqual([mail?.key, others.length], [`event_cancelled:${order.id}`, 0]);
  }
});

test('an order that expires is told nothing of', () => {
  const planned = { order: orderOf({}), payment: undefined };
  assert.deepEqual(kindsOf([change({ status: 'expired', cause: 'time' }), planned]), []);
});

test('the day before is that of the event’s calendar, from ten o’clock on', () => {
  const due = (startsAt: string, timeZone: string | undefined, now: string) =>
    isReminderDue({ startsAt, ...(timeZone === undefined ? {} : { timeZone }) }, Date.parse(now));
  const evening = '2087-06-18T20:00:00+02:00';
  assert.equal(due(evening, 'Europe/Berlin', '2087-06-17T07:59:00Z'), false);
  assert.equal(due(evening, 'Europe/Berlin', '2087-06-17T08:00:00Z'), true);
  assert.equal(due(evening, 'Europe/Berlin', '2087-06-17T21:59:00Z'), true);
  assert.equal(due(evening, 'Europe/Berlin', '2087-06-17T22:00:00Z'), false);
  // It begins on a Thursday there, which is still Wednesday in UTC.
  const night = '2087-06-19T00:30:00+12:00';
  assert.equal(due(night, 'Pacific/Auckland', '2087-06-17T22:30:00Z'), true);
  assert.equal(due(night, undefined, '2087-06-17T10:30:00Z'), true);
  // On the night in which clocks are set forward, it is a day all the same.
  assert.equal(due('2027-03-28T20:00:00+02:00', 'Europe/Berlin', '2027-03-27T09:00:00Z'), true);
});
