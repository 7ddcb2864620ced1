import type { Payment, PaymentRefund } from '@onsale/ledger';
import { ProviderError } from '../provider/provider.ts';
import { FIRST_LOOK_MS, lookAgainMs, pauseMs } from './back-off.ts';
import { answerOf, MAX_PROBLEM, type ProviderCall } from './call-provider.ts';
import { moneyLeft } from './give-back.ts';
import { mergeRefund, refundKey } from './merge-money.ts';
import { mergePayment } from './merge-payment.ts';
import { isDisputed } from './plan.ts';

/** Providers replay the answer to a key for a day; before that is over, one looks before one asks again. */
const LOOK_FIRST_AFTER_MS = 12 * 3_600_000;
/** When the seller's account lacks the money: first after an hour, since it fills with sales. */
const BALANCE_LOOKS = 8;

/** Sends money back, unless that was done before; its record says that it is being sent. */
export async function sendRefund(call: ProviderCall, refund: PaymentRefund): Promise<Payment> {
  const { provider, orderId, orderUrl, payment, nowMs } = call;
  const { tries = 0, round = 0, askedAtMs, paymentId, amountMinor } = refund;
  // Also when no call is known of: whoever made it may have been killed.
  if (call.isArchived || askedAtMs + LOOK_FIRST_AFTER_MS < nowMs) {
    const found = await answerOf(() => provider.readPayment({ paymentId }));
    if (found instanceof ProviderError && found.kind !== 'refused') {
      const nextAtMs = nowMs + pauseMs(tries, found.retryAfterMs);
      return postponed(payment, refund, { ...refund, tries: tries + 1, nextAtMs });
    }
    if (found !== undefined && !(found instanceof ProviderError)) {
      const merged = mergePayment(payment, found, call);
      // What is new decides what is to be done.
      if (merged !== payment) return merged;
    }
  }
  const answer = await answerOf(() =>
    provider.refund({
      key: refundKey(orderId, refund),
      ...{ paymentId, amountMinor, orderUrl, currency: refund.currency ?? payment.currency },
    }),
  );
  if (!(answer instanceof ProviderError)) {
    const merged = mergeRefund(refund, { told: answer, nowMs });
    // A refund that the seller made at the same time was taken for this one.
    const others = payment.refunds.filter(
      ({ id, providerId }) => id === refund.id || providerId !== answer.id,
    );
    return { ...payment, refunds: withRefund({ ...payment, refunds: others }, refund, merged) };
  }
  switch (answer.kind) {
    case 'no_balance': {
      // The provider would replay its answer, so the next call has a key of its own.
      const pause = lookAgainMs(Math.min(tries, BALANCE_LOOKS));
      const waiting = { ...refund, state: 'waiting_for_balance', round: round + 1 } as const;
      return postponed(payment, refund, { ...waiting, tries: tries + 1, nextAtMs: nowMs + pause });
    }
    case 'refused':
      return await refused(call, refund, answer);
    default: {
      const pause = pauseMs(tries, answer.retryAfterMs);
      return postponed(payment, refund, { ...refund, tries: tries + 1, nextAtMs: nowMs + pause });
    }
  }
}

/** Asks what became of a refund. */
export async function readRefund(call: ProviderCall, refund: PaymentRefund): Promise<Payment> {
  const { provider, payment, nowMs } = call;
  const { paymentId } = refund;
  const answer = await answerOf(() => provider.readPayment({ paymentId }));
  const tries = (refund.tries ?? 0) + 1;
  if (answer instanceof ProviderError || answer === undefined) {
    const waiting = { ...refund, tries, nextAtMs: nowMs + pauseMs(tries) };
    return postponed(payment, refund, waiting);
  }
  const merged = mergePayment(payment, answer, { nowMs });
  const after = merged.refunds.find(({ id }) => id === refund.id);
  if (after === undefined || after.state !== refund.state) return merged;
  const pause = refund.state === 'pending' ? lookAgainMs(tries) : FIRST_LOOK_MS;
  return postponed(merged, after, { ...after, tries, nextAtMs: nowMs + pause });
}

// The money may be gone already, by a refund in the provider's dashboard.
async function refused(
  call: ProviderCall,
  refund: PaymentRefund,
  error: ProviderError,
): Promise<Payment> {
  const { payment, provider, nowMs } = call;
  const { paymentId, round = 0, tries = 0 } = refund;
  const { state: _state, nextAtMs: _next, tries: _tries, ...kept } = refund;
  const problem = error.message.slice(0, MAX_PROBLEM);
  const failed = postponed(payment, refund, { ...kept, state: 'failed', problem });
  const answer = await answerOf(() => provider.readPayment({ paymentId }));
  if (answer instanceof ProviderError && answer.kind !== 'refused') {
    const nextAtMs = nowMs + pauseMs(tries, answer.retryAfterMs);
    return postponed(payment, refund, { ...refund, tries: tries + 1, nextAtMs });
  }
  if (answer instanceof ProviderError || answer === undefined) return failed;
  // A dispute that nobody had told of: when it is won, the refund is asked for anew.
  if (isDisputed({ ...payment, disputes: answer.disputes }, paymentId)) {
    const waiting = { ...kept, state: 'asked', round: round + 1, problem } as const;
    return mergePayment(postponed(payment, refund, waiting), answer, call);
  }
  // What was made meanwhile is not this one, which was refused.
  const merged = mergePayment(failed, answer, call);
  const amountMinor = moneyLeft(merged, paymentId);
  if (refund.reason === 'seller' || amountMinor <= 0 || amountMinor >= refund.amountMinor) {
    return merged;
  }
  // The seller was faster with a part of it, in the provider's dashboard.
  const rest = { ...kept, state: 'asked', round: round + 1, amountMinor } as const;
  return postponed(merged, refund, rest);
}

function postponed(payment: Payment, refund: PaymentRefund, after: PaymentRefund): Payment {
  return { ...payment, refunds: withRefund(payment, refund, after) };
}

function withRefund(
  { refunds }: Payment,
  refund: PaymentRefund,
  after: PaymentRefund,
): PaymentRefund[] {
  return refunds.map((each) => (each.id === refund.id ? after : each));
}
