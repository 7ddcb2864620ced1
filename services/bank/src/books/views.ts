import type { Checkout, Refund } from './documents.ts';

/** A checkout as the API and the messages tell it; `url` is its page. */
export function viewCheckout(checkout: Checkout, url: string) {
  const { id, paymentId, orderUrl, state, createdAtMs, expiresAtMs } = checkout;
  const { amountMinor, currency } = checkout.paid ?? checkout;
  return {
    id,
    ...(paymentId === undefined ? {} : { paymentId }),
    orderUrl,
    state,
    amountMinor,
    currency,
    createdAtMs,
    expiresAtMs,
    ...(state === 'open' ? { url } : {}),
    refunds: checkout.refunds.map((refund) => viewRefund(checkout, refund)),
    disputes: checkout.disputes.map((dispute) => ({ ...dispute, paymentId: paymentId ?? '' })),
  };
}

/** A refund as the API tells it. */
export function viewRefund(checkout: Checkout, refund: Refund) {
  const { id, amountMinor, currency, state, problem, createdAtMs } = refund;
  return {
    ...{ id, paymentId: checkout.paymentId ?? '', amountMinor, currency, state, createdAtMs },
    ...(problem === undefined ? {} : { problem }),
  };
}
