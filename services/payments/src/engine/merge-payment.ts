import type { AttemptState } from '@onsale/contracts';
import type { Payment, PaymentAttempt } from '@onsale/ledger';
import type { ProviderPayment } from '../provider/provider.ts';
import { FIRST_LOOK_MS } from './back-off.ts';
import { mergeDisputes, mergeRefunds } from './merge-money.ts';

// What a provider says comes twice, late, in any order, or not at all until somebody asks. So a fact never
// replaces what is known: it can only raise it, by the ranks below, and the end is the same whatever came
// first.

const RANK: Readonly<Record<AttemptState, number>> = {
  ...{ starting: 0, open: 1, processing: 2, failed: 3, expired: 4, paid: 5 },
};

/** The payment with what the provider says of one checkout; the same object when it says nothing new. */
export function mergePayment(
  payment: Payment,
  fact: ProviderPayment,
  { nowMs }: { nowMs: number },
): Payment {
  const known = findAttempt(payment, fact);
  const attempt = known ?? newFoundAttempt(payment, fact, nowMs);
  const attempts = replaced(payment.attempts, known, mergeAttempt(attempt, fact, nowMs));
  const refunds = mergeRefunds(payment, fact, { nowMs });
  const disputes = mergeDisputes(payment.disputes, fact);
  const merged = { ...payment, attempts, refunds, disputes };
  return isSame(merged, payment) ? payment : merged;
}

/**
 * The same for the answer to the call that starts an attempt, so that there is no doubt to which one it
 * belongs. When a message of the provider was faster and the checkout was taken for another attempt, the
 * two change places.
 */
export function mergeStarted(
  payment: Payment,
  number: number,
  { fact, nowMs }: { fact: ProviderPayment; nowMs: number },
): Payment {
  const holder = payment.attempts.find(({ checkoutId }) => checkoutId === fact.checkoutId);
  const own = payment.attempts.find((attempt) => attempt.number === number);
  if (own === undefined || holder === own) return mergePayment(payment, fact, { nowMs });
  if (own.checkoutId !== undefined) return mergePayment(payment, fact, { nowMs });
  if (holder === undefined) {
    const merged = mergeAttempt({ ...own, checkoutId: fact.checkoutId }, fact, nowMs);
    const attempts = replaced(payment.attempts, own, merged);
    return mergePayment({ ...payment, attempts }, fact, { nowMs });
  }
  const { isFound, number: _number, startedAtMs: _started, ...what } = holder;
  const { number: _own, startedAtMs: _at, ...waiting } = own;
  const exchanged = payment.attempts.flatMap((attempt): PaymentAttempt[] => {
    const { startedAtMs } = attempt;
    if (attempt === own) return [{ ...what, number, startedAtMs }];
    if (attempt !== holder) return [attempt];
    return isFound === true ? [] : [{ ...waiting, number: holder.number, startedAtMs }];
  });
  return mergePayment({ ...payment, attempts: exchanged }, fact, { nowMs });
}

// A checkout that nobody knows is that of a call whose answer is not stored yet.
function findAttempt(payment: Payment, fact: ProviderPayment): PaymentAttempt | undefined {
  const { attempts } = payment;
  return (
    attempts.find((attempt) => isThis(attempt, fact)) ??
    attempts.find(({ state, checkoutId }) => state === 'starting' && checkoutId === undefined)
  );
}

// Money that came twice by one checkout counts as two attempts.
function isThis(attempt: PaymentAttempt, { checkoutId, paymentId, state }: ProviderPayment) {
  if (attempt.checkoutId !== checkoutId) return false;
  return state !== 'paid' || attempt.state !== 'paid' || attempt.paymentId === paymentId;
}

function newFoundAttempt(
  { attempts }: Payment,
  fact: ProviderPayment,
  nowMs: number,
): PaymentAttempt {
  const number = Math.max(0, ...attempts.map((attempt) => attempt.number)) + 1;
  const { expiresAtMs } = fact;
  return { number, state: 'starting', startedAtMs: nowMs, expiresAtMs, isFound: true };
}

function mergeAttempt(
  attempt: PaymentAttempt,
  fact: ProviderPayment,
  nowMs: number,
): PaymentAttempt {
  const { checkoutId, paymentId } = fact;
  const isNews = RANK[fact.state] > RANK[attempt.state];
  if (!isNews) {
    return paymentId === undefined || attempt.paymentId !== undefined
      ? attempt
      : { ...attempt, paymentId };
  }
  const { url: _url, tries: _tries, nextAtMs: _next, ...rest } = attempt;
  const { problem: _problem, description: _description, ...kept } = rest;
  const { amountMinor, currency } = fact;
  return {
    ...kept,
    checkoutId,
    state: fact.state,
    expiresAtMs: fact.expiresAtMs,
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(fact.state === 'open' && fact.url !== undefined ? { url: fact.url } : {}),
    ...(fact.state === 'processing' ? { nextAtMs: nowMs + FIRST_LOOK_MS } : {}),
    ...(fact.state === 'paid' ? { paid: { amountMinor, currency } } : {}),
  };
}

/** The list with one attempt in place of another, or after all others. */
export function replaced(
  attempts: readonly PaymentAttempt[],
  before: PaymentAttempt | undefined,
  after: PaymentAttempt,
): PaymentAttempt[] {
  if (before === undefined) return [...attempts, after];
  return attempts.map((attempt) => (attempt === before ? after : attempt));
}

// Records are small and made of plain values in a fixed order.
function isSame(one: Payment, other: Payment): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
