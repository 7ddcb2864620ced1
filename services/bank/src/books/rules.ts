import { ApiError } from '@onsale/contracts';
import type { Checkout, Dispute } from './documents.ts';

/** What can still be refunded of a checkout. */
export function refundableMinor(checkout: Checkout): number {
  if (checkout.state !== 'paid') return 0;
  const gone = checkout.refunds.filter(({ state }) => state !== 'failed');
  const lost = checkout.disputes.filter(({ state }) => state === 'lost');
  const goneMinor = [...gone, ...lost].reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return Math.max(0, (checkout.paid ?? checkout).amountMinor - goneMinor);
}

/** Whether a dispute is not decided; until then nothing is refunded. */
export function isOpenDispute({ state }: Dispute): boolean {
  return state === 'needs_response' || state === 'under_review';
}

/** Throws 409 unless the buyer can still pay. */
export function requireOpen(checkout: Checkout): void {
  if (checkout.state === 'open' && checkout.expiresAtMs > Date.now()) return;
  throw new ApiError('CHECKOUT_CLOSED', `the checkout is ${checkout.state}`);
}

/** Throws 409 when this much cannot be sent back. */
export function requireRefundable(
  checkout: Checkout,
  { amountMinor, currency }: { amountMinor: number; currency: string },
): void {
  if (checkout.disputes.some(isOpenDispute)) {
    throw new ApiError('PAYMENT_DISPUTED', 'the payment has an open dispute');
  }
  const leftMinor = refundableMinor(checkout);
  if (currency !== (checkout.paid ?? checkout).currency || amountMinor > leftMinor) {
    throw new ApiError('NOT_REFUNDABLE', `only ${leftMinor} minor units of this payment are left`);
  }
}
