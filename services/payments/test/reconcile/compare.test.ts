import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment, PaymentAttempt, PaymentRefund } from '@onsale/ledger';
import type { ProviderPayment } from '../../src/provider/provider.ts';
import { comparePayment, type PaymentCase } from '../../src/reconcile/compare.ts';

const DAY_MS = 86_400_000;

const attempt = (changes: Partial<PaymentAttempt> = {}): PaymentAttempt => ({
  ...{ number: 1, state: 'paid', startedAtMs: 0, expiresAtMs: 1, checkoutId: 'co_1' },
  ...{ paymentId: 'pay_1', paid: { amountMinor: 4000, currency: 'EUR' }, use: 'tickets' },
  ...changes,
});

const refund = (changes: Partial<PaymentRefund> = {}): PaymentRefund => ({
  ...{ id: 'money-back-1', paymentId: 'pay_1', amountMinor: 4000, state: 'done' },
  ...{ reason: 'late', askedAtMs: 0, providerId: 're_1' },
  ...changes,
});

const payment = (changes: Partial<Payment> = {}): Payment => ({
  ...{ revision: 1, provider: 'bank', amountMinor: 4000, currency: 'EUR', attempts: [attempt()] },
  ...{ refunds: [], disputes: [] },
  ...changes,
});

const checkout = (changes: Partial<ProviderPayment> = {}): ProviderPayment => ({
  ...{ checkoutId: 'co_1', paymentId: 'pay_1', state: 'paid', amountMinor: 4000, currency: 'EUR' },
  ...{ createdAtMs: 0, expiresAtMs: 1, refunds: [], disputes: [] },
  ...changes,
});

const order = {
  status: 'confirmed',
  totalMinor: 4000,
  currency: 'EUR',
  needsPayment: true,
} as const;

const told = (state: 'pending' | 'done') => ({
  ...{ id: 're_1', paymentId: 'pay_1', amountMinor: 4000, currency: 'EUR', state, createdAtMs: 0 },
});

function kindsOf(changes: Partial<PaymentCase>): string[] {
  const each = { orderId: 'o', order, payment: payment(), checkouts: [checkout()], missing: [] };
  return comparePayment({ ...each, ...changes }, { nowMs: 2 * DAY_MS }).map(({ kind }) => kind);
}

const expired = { ...order, status: 'expired', needsPayment: false } as const;
const back = payment({ attempts: [attempt({ use: 'refund' })], refunds: [refund()] });

test('nothing is found where all three agree', () => {
  assert.deepEqual(kindsOf({}), []);
  const returned = { order: expired, payment: back };
  assert.deepEqual(
    kindsOf({ ...returned, checkouts: [checkout({ refunds: [told('done')] })] }),
    [],
  );
});

const cases: [name: string, changes: Partial<PaymentCase>, kinds: string[]][] = [
  [
    'money without tickets that is not going back',
    { order: expired, payment: payment({ attempts: [attempt({ use: 'refund' })] }) },
    ['paid_without_ticket'],
  ],
  ['tickets whose order is gone', { order: expired }, ['paid_without_ticket']],
  [
    'tickets without money',
    { payment: payment({ attempts: [] }), checkouts: [] },
    ['ticket_without_payment'],
  ],
  ['another amount', { checkouts: [checkout({ amountMinor: 3000 })] }, ['amount_differs']],
  [
    'a second payment that stays',
    {
      payment: payment({
        attempts: [attempt(), attempt({ number: 2, paymentId: 'pay_2', use: 'refund' })],
      }),
      checkouts: [checkout(), checkout({ paymentId: 'pay_2' })],
    },
    ['paid_twice'],
  ],
  [
    'a refund that hangs',
    {
      payment: { ...back, refunds: [refund({ state: 'pending' })] },
      order: expired,
      checkouts: [],
    },
    ['refund_hangs'],
  ],
  [
    'a refund that failed, so that the money is still here',
    { payment: { ...back, refunds: [refund({ state: 'failed' })] }, order: expired },
    ['paid_without_ticket', 'refund_failed'],
  ],
  [
    'a refund that the provider takes for undecided',
    { payment: back, order: expired, checkouts: [checkout({ refunds: [told('pending')] })] },
    ['refund_failed'],
  ],
  [
    'a refund that our record lacks',
    { checkouts: [checkout({ refunds: [told('done')] })] },
    ['refund_unknown'],
  ],
  [
    'a refund in the dashboard that revoked no ticket',
    { payment: payment({ refunds: [refund({ reason: 'provider' })] }), checkouts: [] },
    ['refund_unknown'],
  ],
  [
    'a dispute',
    {
      payment: payment({
        disputes: [{ id: 'd', paymentId: 'pay_1', amountMinor: 4000, state: 'under_review' }],
      }),
    },
    ['dispute'],
  ],
  ['money for an order that is not there', { order: undefined as never }, ['unknown_to_us']],
  [
    'money that our record lacks',
    { payment: payment({ attempts: [] }), order: expired },
    ['unknown_to_us'],
  ],
  ['a checkout that the provider lacks', { missing: ['co_1'] }, ['unknown_to_provider']],
];

for (const [name, changes, kinds] of cases) {
  test(`${name} is found`, () => {
    assert.deepEqual(kindsOf(changes), kinds);
  });
}
