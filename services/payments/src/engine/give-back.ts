import type { RefundReason } from '@onsale/contracts';
import type { Payment, PaymentAttempt, PaymentRefund } from '@onsale/ledger';
import { replaced } from './merge-payment.ts';

/** What the ids of refunds begin with that nobody asked for. */
export const MONEY_BACK = 'money-back-';

/** The payment with the decision that the money of an attempt gets no tickets, and its refund. */
export function giveBack(
  payment: Payment,
  attempt: PaymentAttempt,
  { reason, nowMs }: { reason: RefundReason; nowMs: number },
): Payment {
  const { paymentId = '', paid: { currency = payment.currency } = {} } = attempt;
  const amountLeft = moneyLeft(payment, paymentId);
  const refund: PaymentRefund = {
    id: `${MONEY_BACK}${attempt.number}`,
    paymentId,
    amountMinor: amountLeft,
    ...(currency === payment.currency ? {} : { currency }),
    ...{ state: 'asked', reason, askedAtMs: nowMs },
  };
  return {
    ...payment,
    attempts: replaced(payment.attempts, attempt, { ...attempt, use: 'refund' }),
    // The seller may have been faster, in the provider's dashboard.
    refunds: amountLeft > 0 ? [...payment.refunds, refund] : payment.refunds,
  };
}

/** The payment without a refund whose money the buyer has got by a dispute. */
export function dropRefund(payment: Payment, refund: PaymentRefund): Payment {
  const problem = 'the dispute was lost: the buyer has the money that way';
  const { nextAtMs: _next, ...kept } = refund;
  const dropped: PaymentRefund = { ...kept, state: 'failed', problem };
  const refunds = payment.refunds.map((each) => (each === refund ? dropped : each));
  return { ...payment, refunds };
}

/** How much of the money of a payment has not gone back, nor is to. */
export function moneyLeft(payment: Payment, paymentId: string): number {
  const attempt = payment.attempts.find((each) => each.paymentId === paymentId);
  return (attempt?.paid?.amountMinor ?? 0) - refundedMinor(payment, paymentId);
}

/** How much of a payment has gone back, or is to. */
export function refundedMinor({ refunds }: Payment, paymentId: string): number {
  return refunds
    .filter((refund) => refund.paymentId === paymentId && refund.state !== 'failed')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
