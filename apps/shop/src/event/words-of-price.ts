import { formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';

/** A price that a buyer chooses by: in words when it is nothing, else as the reader writes it. */
export function wordsOfPrice(amount: number, currency: string): string {
  return amount === 0 ? m.price_free() : formatPrice(amount, currency);
}
