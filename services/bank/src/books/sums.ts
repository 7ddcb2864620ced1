import { isOpenDispute } from './rules.ts';
import type { Checkout } from './documents.ts';

/** The money of one order in one currency. */
export interface OrderSums {
  orderUrl: string;
  currency: string;
  payments: number;
  paidMinor: number;
  refundedMinor: number;
  pendingMinor: number;
  lostMinor: number;
  undecided: number;
}

/** The sums of all payments and refunds, for each order and currency. */
export function sumsByOrder(checkouts: Iterable<Checkout>): OrderSums[] {
  const sums = new Map<string, OrderSums>();
  for (const checkout of checkouts) {
    const { orderUrl, state, decision } = checkout;
    const { amountMinor, currency } = checkout.paid ?? checkout;
    const key = `${orderUrl} ${currency}`;
    const sum = sums.get(key) ?? nothing(orderUrl, currency);
    sums.set(key, sum);
    if (state === 'open' || decision !== undefined) sum.undecided += 1;
    if (state !== 'paid') continue;
    sum.payments += 1;
    sum.paidMinor += amountMinor;
    for (const refund of checkout.refunds) {
      if (refund.state === 'done') sum.refundedMinor += refund.amountMinor;
      if (refund.state === 'pending') sum.pendingMinor += refund.amountMinor;
    }
    for (const dispute of checkout.disputes) {
      if (isOpenDispute(dispute) || dispute.state === 'lost') sum.lostMinor += dispute.amountMinor;
    }
  }
  return [...sums.values()];
}

function nothing(orderUrl: string, currency: string): OrderSums {
  const none = { payments: 0, paidMinor: 0, refundedMinor: 0, pendingMinor: 0, lostMinor: 0 };
  return { orderUrl, currency, ...none, undecided: 0 };
}
