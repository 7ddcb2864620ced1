import { currencyExponent, formatMinor } from '@onsale/ledger';
import { ProviderError } from '../provider.ts';

// Stripe counts in minor units too, but not in all currencies in those of ISO 4217
// (docs.stripe.com/currencies, "minor units in API amounts" and "special cases").

/** Have no minor unit at Stripe. Of these, MGA has one by ISO. */
const ZERO_DECIMAL = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);

/** Have one of two digits at Stripe, always 00, and none by ISO. */
const TWO_DECIMAL = new Set(['ISK', 'UGX']);

/** Have three digits, of which the last one must be 0. */
const THREE_DECIMAL = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * An amount in ISO minor units as Stripe takes it. Throws `ProviderError` of the kind `refused` when
 * Stripe has no such amount, so that it is never asked for a rounded one.
 */
export function toStripeAmount(amountMinor: number, currency: string): number {
  const digits = stripeDigits(currency);
  if (digits === undefined) {
    throw new ProviderError('refused', `Stripe takes no payments in ${currency}`, {
      code: 'currency_not_supported',
    });
  }
  const amount = shift(amountMinor, digits - currencyExponent(currency));
  const isRound = !THREE_DECIMAL.has(currency) || amount % 10 === 0;
  if (Number.isSafeInteger(amount) && amount > 0 && isRound) return amount;
  const text = `${formatMinor(amountMinor, currency)} is not an amount that Stripe can take or send`;
  throw new ProviderError('refused', text, { code: 'amount_not_possible' });
}

/** An amount of Stripe in ISO minor units; `currency` is in capitals. */
export function fromStripeAmount(amount: number, currency: string): number {
  const digits = stripeDigits(currency) ?? currencyExponent(currency);
  return Math.floor(shift(amount, currencyExponent(currency) - digits));
}

function stripeDigits(currency: string): number | undefined {
  if (ZERO_DECIMAL.has(currency)) return 0;
  if (TWO_DECIMAL.has(currency)) return 2;
  if (THREE_DECIMAL.has(currency)) return 3;
  return currencyExponent(currency) === 2 ? 2 : undefined;
}

function shift(amount: number, digits: number): number {
  return digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits;
}
