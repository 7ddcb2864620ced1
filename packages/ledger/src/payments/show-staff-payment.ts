import type { StaffPayment } from '@onsale/contracts';
import { toDecimal } from '../catalog/money.ts';
import { isOpenDispute, type Payment, type PaymentDispute, type PaymentRefund } from './payment.ts';
import type { PaymentSnapshot } from './read-payment.ts';

/** Everything about the payment of an order, for the seller's team. */
export function showStaffPayment({
  order,
  payment,
  nowMs,
}: Pick<PaymentSnapshot, 'order' | 'payment' | 'nowMs'>): StaffPayment {
  const { currency } = order;
  const { markedPaid } = payment ?? {};
  return {
    orderId: order.id,
    status: order.status,
    provider: payment?.provider ?? 'none',
    amount: toDecimal(order.totalMinor, currency),
    currency,
    ...(markedPaid === undefined
      ? {}
      : { markedPaid: { reference: markedPaid.reference, at: iso(markedPaid.atMs) } }),
    attempts: (payment?.attempts ?? []).map(showAttempt),
    refunds: (payment?.refunds ?? []).map((refund) => showRefund(refund, currency)),
    disputes: (payment?.disputes ?? []).map((dispute) => showDispute(dispute, currency)),
    problems: payment === undefined ? [] : paymentProblems(payment, nowMs),
  };
}

/** What a person should look at, as sentences. */
export function paymentProblems(payment: Payment, nowMs: number): string[] {
  const problems: string[] = [];
  for (const { number, state, startedAtMs, problem } of payment.attempts) {
    if (state === 'processing' && startedAtMs + LONG_UNDER_WAY_MS < nowMs) {
      problems.push(`the provider has not decided about attempt ${number} for more than a day`);
    }
    if (problem !== undefined) problems.push(`attempt ${number} failed: ${problem}`);
  }
  for (const { id, state, reason, problem = 'no reason given', askedAtMs } of payment.refunds) {
    if (state === 'failed') problems.push(`refund ${id} failed: ${problem}`);
    else if (state !== 'done' && askedAtMs + LONG_UNDER_WAY_MS < nowMs) {
      problems.push(`refund ${id} has been ${state.replaceAll('_', ' ')} for more than a day`);
    }
    if (reason === 'provider' && payment.attempts.some(({ use }) => use === 'tickets')) {
      problems.push(`refund ${id} was made at the provider; it revoked no ticket`);
    }
  }
  for (const dispute of payment.disputes) {
    if (isOpenDispute(dispute)) problems.push(`dispute ${dispute.id} is open`);
    if (dispute.state === 'lost')
      problems.push(`dispute ${dispute.id} was lost: the money is gone`);
  }
  return problems;
}

/** After that, what usually takes minutes or hours is worth a look. */
export const LONG_UNDER_WAY_MS = 86_400_000;

const iso = (timeMs: number): string => new Date(timeMs).toISOString();

function showAttempt(attempt: Payment['attempts'][number]): StaffPayment['attempts'][number] {
  const { number, state, checkoutId, paymentId, paid, use, startedAtMs } = attempt;
  return {
    ...{ number, state, startedAt: iso(startedAtMs) },
    ...(checkoutId === undefined ? {} : { checkoutId }),
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(paid === undefined
      ? {}
      : { amount: toDecimal(paid.amountMinor, paid.currency), currency: paid.currency }),
    ...(use === undefined ? {} : { use }),
  };
}

function showRefund(refund: PaymentRefund, ofOrder: string): StaffPayment['refunds'][number] {
  const { id, paymentId, amountMinor, currency = ofOrder, state, reason, askedAtMs } = refund;
  const { providerId, problem, doneAtMs } = refund;
  return {
    ...{ id, paymentId, amount: toDecimal(amountMinor, currency), state, reason },
    ...(providerId === undefined ? {} : { providerId }),
    ...(problem === undefined ? {} : { problem }),
    askedAt: iso(askedAtMs),
    ...(doneAtMs === undefined ? {} : { doneAt: iso(doneAtMs) }),
  };
}

function showDispute(
  { id, paymentId, amountMinor, state, respondByMs }: PaymentDispute,
  currency: string,
): StaffPayment['disputes'][number] {
  return {
    ...{ id, paymentId, amount: toDecimal(amountMinor, currency), state },
    ...(respondByMs === undefined ? {} : { respondBy: iso(respondByMs) }),
  };
}
