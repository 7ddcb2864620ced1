/** Writes an amount as the currency is written in English: €149.00, ¥1,200. */
export function formatPrice(amount: number, currency: string): string {
  return formatterOf(currency).format(amount);
}

/** Adds prices times quantities in whole minor units, so that nothing is lost to binary fractions. */
export function totalOf(
  lines: readonly { price: number; qty: number }[],
  currency: string,
): number {
  const scale = 10 ** (formatterOf(currency).resolvedOptions().maximumFractionDigits ?? 2);
  return lines.reduce((sum, { price, qty }) => sum + Math.round(price * scale) * qty, 0) / scale;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(currency: string): Intl.NumberFormat {
  let formatter = formatters.get(currency);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat('en', { style: 'currency', currency });
    formatters.set(currency, formatter);
  }
  return formatter;
}

const counts = new Intl.NumberFormat('en');

export function formatCount(count: number): string {
  return counts.format(count);
}
