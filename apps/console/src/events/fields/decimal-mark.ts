import { kept } from '@onsale/i18n';

/** What stands before the digits of a fraction: a comma in German. */
export function decimalMark(): string {
  const parts = kept('decimal', (locale) => new Intl.NumberFormat(locale)).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
