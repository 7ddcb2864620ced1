import { minorDigitsOf } from '@onsale/i18n';

/** An amount as its reader writes it, with all digits of its currency: €42.00, 42,00 €, ¥1,200. */
export function formatAmount(amountMinor: number, currency: string, locale: string): string {
  const digits = minorDigitsOf(currency);
  return new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  }).format(amountMinor / 10 ** digits);
}

/** What stands in a field for an amount: 42.00. */
export function toDecimal(amountMinor: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** The minor units of what was typed; undefined when it is not an amount of this currency. */
export function toMinor(decimal: string, currency: string): number | undefined {
  const digits = minorDigitsOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:[.,](\d+))?$/.exec(decimal.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, '0'));
}
