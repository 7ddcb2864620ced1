import type { Checkout } from './documents.ts';
import { isOpenDispute } from './rules.ts';

/** Money that the seller's account has, by currency, in minor units. */
export type Balances = Map<string, number>;

/** What came in and has not gone back; an open dispute takes its money at once. */
export function balancesOf(checkouts: Iterable<Checkout>): Balances {
  const balances: Balances = new Map();
  const add = (currency: string, amountMinor: number) =>
    balances.set(currency, (balances.get(currency) ?? 0) + amountMinor);
  for (const checkout of checkouts) {
    if (checkout.state !== 'paid') continue;
    const { amountMinor, currency } = checkout.paid ?? checkout;
    add(currency, amountMinor);
    for (const refund of checkout.refunds) {
      if (refund.state !== 'failed') add(refund.currency, -refund.amountMinor);
    }
    for (const dispute of checkout.disputes) {
      const isGone = isOpenDispute(dispute) || dispute.state === 'lost';
      if (isGone) add(dispute.currency, -dispute.amountMinor);
    }
  }
  return balances;
}
