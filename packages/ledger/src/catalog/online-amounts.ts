import { currencyExponent } from './money.ts';

// Which amounts can be paid at a payment provider. Card networks and their providers take no tiny
// payments, and some currencies have fewer digits there than in ISO 4217. Prices of events that are paid
// online are checked against this, so that no total lies between zero and what can be paid.

/**
 * The least payment in each currency, in ISO minor units, as Stripe publishes it for accounts that settle
 * in that currency (docs.stripe.com/currencies, "minimum and maximum charge amounts"). Other currencies
 * have none of their own: there, what the seller's bank account gets must reach the least of its currency.
 */
const LEAST_MINOR: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 1500, DKK: 250, EUR: 50 },
    ...{ GBP: 30, HKD: 400, HUF: 17_500, INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300 },
    ...{ NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50, THB: 1000, USD: 50 },
  }),
);

/** Has two digits by ISO 4217 and none at Stripe: there is no such coin. */
const WHOLE_UNITS = new Set(['MGA']);

/** What can be paid online in one currency, in ISO minor units. */
export interface OnlineAmounts {
  leastMinor: number;
  /** Every amount is a multiple of it. */
  stepMinor: number;
}

export function onlineAmountsOf(currency: string): OnlineAmounts {
  const stepMinor = stepMinorOf(currency);
  return { leastMinor: LEAST_MINOR.get(currency) ?? stepMinor, stepMinor };
}

// Of three digits, card networks take the last one only as 0.
function stepMinorOf(currency: string): number {
  if (WHOLE_UNITS.has(currency)) return 10 ** currencyExponent(currency);
  return currencyExponent(currency) === 3 ? 10 : 1;
}
