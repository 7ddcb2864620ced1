import { kept } from './locale.ts';

/** Currencies whose smallest unit is not a hundredth, by ISO 4217. Browsers leave out more digits. */
const DIGITS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Decimal digits of a currency's minor unit: 2 of EUR, 0 of JPY, 3 of KWD. */
export function minorDigitsOf(currency: string): number {
  const found = Object.entries(DIGITS).find(([, codes]) => codes.split(' ').includes(currency));
  return Number(found?.[0] ?? 2);
}

/** An amount as the reader writes it, with all digits of its currency: €149.00, 149,00 €, ¥1,200. */
export function formatPrice(amount: number, currency: string): string {
  const digits = minorDigitsOf(currency);
  return kept(currency, (locale) => formatterOf(locale, currency, digits)).format(amount);
}

/** Adds prices times quantities in whole minor units, so that nothing is lost to binary fractions. */
export function totalOf(
  lines: readonly { price: number; qty: number }[],
  currency: string,
): number {
  const scale = 10 ** minorDigitsOf(currency);
  return lines.reduce((sum, { price, qty }) => sum + Math.round(price * scale) * qty, 0) / scale;
}

function formatterOf(
  locale: string,
  currency: string,
  digits: number,
): Pick<Intl.NumberFormat, 'format'> {
  const fractions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fractions });
  } catch {
    // Not the form of a code, such as EURO: then it stands as it is.
    const plain = new Intl.NumberFormat(locale, fractions);
    return { format: (amount) => `${plain.format(amount)} ${currency}`.trim() };
  }
}
