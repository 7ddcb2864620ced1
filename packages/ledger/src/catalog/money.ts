import { CURRENCY_DIGITS } from './currencies.ts';

// Amounts are integers in minor units (cents). Decimals exist only at the edges: in the catalog
// file and in API responses.

/** Largest amount in minor units that can be added and stored exactly. */
export const MAX_MINOR = Number.MAX_SAFE_INTEGER;

/** No representable amount needs more characters, not even with trailing zeros. */
const MAX_DECIMAL_LENGTH = 32;

/** Whether a code is an ISO 4217 currency, such as USD. */
export function isCurrency(code: string): boolean {
  return CURRENCY_DIGITS.has(code);
}

/** Decimal digits of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return CURRENCY_DIGITS.get(currency) ?? 2;
}

/** Minor units as the decimal shown by the API: 2550 USD is 25.5. */
export function toDecimal(minor: number, currency: string): number {
  return minor / 10 ** currencyExponent(currency);
}

/** Minor units for people, with all digits: 2550 USD is `25.50 USD`. */
export function formatMinor(minor: number, currency: string): string {
  return `${toDecimal(minor, currency).toFixed(currencyExponent(currency))} ${currency}`;
}

/**
 * Parses a decimal such as "25.50" into minor units, exactly. Returns undefined when the text is
 * not a decimal, has more digits than the currency, or is too large to be exact.
 */
export function parseMinor(text: string, currency: string): number | undefined {
  if (text.length > MAX_DECIMAL_LENGTH) return undefined;
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const exponent = currencyExponent(currency);
  let fraction = match[2] ?? '';
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  if (fraction.length > exponent) return undefined;
  const minor = Number(`${match[1]}${fraction.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
