import { minorDigitsOf } from '@onsale/i18n';
import type { NumberText } from './event-form.ts';

/** A count as it was typed, without the marks between thousands: 1.000, 1,000 and 1 000 are 1000. */
export function countText(typed: string): string {
  const text = typed.trim();
  return /^\d{1,3}([.,'’\s]\d{3})+$/.test(text) ? text.replaceAll(/\D/g, '') : text;
}

/** Whether a text is an amount of a currency: with a point, and no more digits than it has. */
export function isAmount(value: NumberText, currency: string): boolean {
  if (typeof value === 'number') return true;
  const digits = minorDigitsOf(currency);
  const fraction = digits === 0 ? '' : `(\\.\\d{0,${digits}})?`;
  return new RegExp(`^\\d+${fraction}$`).test(value);
}
