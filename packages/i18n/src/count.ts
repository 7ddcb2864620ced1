import { kept } from './locale.ts';

/** A whole number, in groups: 96,660 or 96.660. */
export function formatCount(count: number): string {
  return kept('count', (locale) => new Intl.NumberFormat(locale)).format(count);
}
