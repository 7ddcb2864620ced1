import { CURRENCY_DIGITS } from './currencies.ts';

// Money is counted in minor units (cents), as integers; decimal numbers exist only at the edges:
// in the catalog file and in API answers.

/** Largest amount of minor units that is added and stored exactly. */
export const MAX_MINOR = Number.MAX_SAFE_INTEGER;

/** No amount that can be counted needs more characters, however many zeros it ends in. */
const MAX_DECIMAL_LENGTH = 32;

/** Whether this is a currency code of ISO 4217, such as USD. */
export function isCurrency(code: string): boolean {
  return CURRENCY_DIGITS.has(code);
}

/** Decimal digits of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return CURRENCY_DIGITS.get(currency) ?? 2;
}

/** Minor units as the decimal number that the API shows: 2550 USD is 25.5. */
export function toDecimal(minor: number, currency: string): number {
  return minor / 10 ** currencyExponent(currency);
}

/** Minor units for people to read, with all digits: 2550 USD is `25.50 USD`. */
export function formatMinor(minor: number, currency: string): string {
  return `${toDecimal(minor, currency).toFixed(currencyExponent(currency))} ${currency}`;
}

/**
 * Parses a decimal such as "25.50" into minor units, exactly. Returns undefined when the text is no
 * decimal, has more digits than the currency, or is too large to be counted exactly.
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
