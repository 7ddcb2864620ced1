import { minorDigitsOf } from '@onsale/i18n';

/** Locales and currencies whose formatter is kept: to make one takes longer than to use it. */
const MAX_FORMATTERS = 100;
const formatters = new Map<string, Intl.NumberFormat>();

/** An amount as its reader writes it, with all digits of its currency: €42.00, 42,00 €, ¥1,200. */
export function formatAmount(amountMinor: number, currency: string, locale: string): string {
  const digits = minorDigitsOf(currency);
  const name = `${locale} ${currency}`;
  if (formatters.size >= MAX_FORMATTERS && !formatters.has(name)) formatters.clear();
  const formatter = formatters.getOrInsertComputed(
    name,
    () =>
      new Intl.NumberFormat(locale, {
        ...{ style: 'currency', currency },
        ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
      }),
  );
  return formatter.format(amountMinor / 10 ** digits);
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
