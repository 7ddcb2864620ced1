import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment, PaymentAttempt } from '@onsale/ledger';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { mergePayment, mergeStarted } from '../../src/engine/merge-payment.ts';
import type {
  CheckoutState,
  ProviderDispute,
  ProviderPayment,
  ProviderRefund,
} from '../../src/provider/provider.ts';

const NOW = { nowMs: 1_800_000_000_000 };

const attempt = (number: number): PaymentAttempt => ({
  ...{ number, state: 'starting', startedAtMs: 0, expiresAtMs: 1, description: 'Show' },
});

const paymentOf = (...attempts: PaymentAttempt[]): Payment => ({
  ...{ revision: 1, provider: 'stripe', amountMinor: 4000, currency: 'EUR', attempts },
  ...{ refunds: [], disputes: [] },
});

const factOf = (checkoutId: string, changes: Partial<ProviderPayment> = {}): ProviderPayment => ({
  ...{ checkoutId, state: 'open', amountMinor: 4000, currency: 'EUR', createdAtMs: 0 },
  ...{ expiresAtMs: 1, orderUrl: 'https://tickets.example/orders/1', refunds: [], disputes: [] },
  ...changes,
});

/** The life of a checkout at the provider: what it says at each moment. */
const life = fc
  .record({
    checkoutId: fc.constantFrom('a', 'b', 'c'),
    states: fc.subarray<CheckoutState>(['open', 'processing', 'failed', 'expired', 'paid'], {
      minLength: 1,
    }),
    refunds: fc.array(fc.subarray<ProviderRefund['state']>(['pending', 'done', 'failed']), {
      maxLength: 2,
    }),
    disputes: fc.subarray<ProviderDispute['state']>(['needs_response', 'under_review', 'won']),
  })
  .map(({ checkoutId, states, refunds, disputes }) => {
    const paymentId = `pay_${checkoutId}`;
    const money = { paymentId, amountMinor: 100, currency: 'EUR' };
    const base = states.map((state) =>
      factOf(checkoutId, state === 'paid' ? { state, paymentId } : { state }),
    );
    const last = base.at(-1) as ProviderPayment;
    const later = [
      ...refunds.flatMap((each, i) =>
        each.map((state) => ({
          ...last,
          refunds: [{ ...money, id: `ref_${checkoutId}_${i}`, state, createdAtMs: 0 }],
        })),
      ),
      ...disputes.map((state) => ({
        ...last,
        disputes: [{ ...money, id: `dis_${checkoutId}`, state }],
      })),
    ];
    return [...base, ...later];
  });

test('facts in any order, doubled or lost and found again, end in the same record', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(life, { selector: (facts) => facts[0]?.checkoutId ?? '', maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      fc.infiniteStream(fc.boolean()),
      (lives, order, isDoubled) => {
        const facts = lives.flat();
        const start = paymentOf();
        const straight = facts.reduce((payment, fact) => mergePayment(payment, fact, NOW), start);
        const shuffled = facts
          .flatMap((fact) => (isDoubled.next().value === true ? [fact, fact] : [fact]))
          .map((fact) => ({ fact, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ fact }) => fact);
        // What was lost at first is found by asking for everything once more.
        const lossy = shuffled.filter((_, i) => i % 3 !== 0).concat(shuffled);
        const mixed = lossy.reduce((payment, fact) => mergePayment(payment, fact, NOW), start);
        assert.deepEqual(knownOf(mixed), knownOf(straight));
        const again = facts.reduce((payment, fact) => mergePayment(payment, fact, NOW), mixed);
        assert.equal(again, mixed);
      },
    ),
    { seed: TEST_SEED, numRuns: 500 },
  );
});

// All but the numbers of attempts, which tell in which order they were learned of.
function knownOf({ attempts, refunds, disputes }: Payment) {
  const byId = <Item>(items: readonly Item[], id: (item: Item) => string) =>
    [...items].sort((one, other) => id(one).localeCompare(id(other)));
  const states = attempts.map(({ state, checkoutId = '', paymentId, paid }) => {
    return { state, checkoutId, paymentId, paid };
  });
  return {
    attempts: byId(states, ({ checkoutId }) => checkoutId),
    refunds: byId(
      refunds.map(({ id, state, reason, providerId }) => ({ id, state, reason, providerId })),
      ({ id }) => id,
    ),
    disputes: byId(disputes, ({ id }) => id),
  };
}

test('a checkout that is told before the answer to its call belongs to the attempt that waits', () => {
  const told = mergePayment(
    paymentOf(attempt(1)),
    factOf('a', { state: 'paid', paymentId: 'p' }),
    NOW,
  );
  assert.deepEqual([told.attempts.length, told.attempts[0]?.state], [1, 'paid']);
  const answered = mergeStarted(told, 1, { fact: factOf('a'), ...NOW });
  assert.equal(answered, told);
});

test('two attempts whose checkouts were mistaken for each other change places', () => {
  const both = paymentOf(attempt(1), attempt(2));
  const mistaken = mergePayment(both, factOf('b'), NOW);
  assert.equal(mistaken.attempts[0]?.checkoutId, 'b');
  const answered = mergeStarted(mistaken, 2, { fact: factOf('b'), ...NOW });
  assert.deepEqual(
    answered.attempts.map(({ number, checkoutId, state }) => [number, checkoutId, state]),
    [
      [1, undefined, 'starting'],
      [2, 'b', 'open'],
    ],
  );
  const found = mergePayment(mergePayment(paymentOf(), factOf('b'), NOW), factOf('c'), NOW);
  const late = { ...found, attempts: [...found.attempts, attempt(3)] };
  const own = mergeStarted(late, 3, { fact: factOf('c'), ...NOW });
  assert.deepEqual(
    own.attempts.map(({ number, checkoutId }) => [number, checkoutId]),
    [
      [1, 'b'],
      [3, 'c'],
    ],
  );
});

test('a refund that is told before its answer is ours by its key, and else the seller’s', () => {
  const paid = mergePayment(paymentOf(), factOf('a', { state: 'paid', paymentId: 'p' }), NOW);
  const ours = {
    ...{ id: 'money-back-1', paymentId: 'p', amountMinor: 4000, state: 'asked' as const },
    ...{ reason: 'late' as const, askedAtMs: 0, isSent: true },
  };
  const told = (key?: string): ProviderRefund => ({
    ...{ id: 're_1', paymentId: 'p', amountMinor: 4000, currency: 'EUR', createdAtMs: 0 },
    ...{ state: 'done', ...(key === undefined ? {} : { key }) },
  });
  const fact = (refund: ProviderRefund) =>
    factOf('a', { state: 'paid', paymentId: 'p', refunds: [refund] });
  const merge = (key?: string) =>
    mergePayment({ ...paid, refunds: [ours] }, fact(told(key)), NOW).refunds;
  for (const key of ['0123-refund-money-back-1', '0123-refund-money-back-1~2']) {
    assert.deepEqual(
      merge(key).map(({ id, state }) => [id, state]),
      [['money-back-1', 'done']],
    );
  }
  assert.deepEqual(
    merge('0123-refund-money-back-11').map(({ id, reason }) => [id, reason]),
    [
      ['money-back-1', 'late'],
      ['re_1', 'provider'],
    ],
  );
});
