import type { Order } from '@onsale/contracts';
import { strings } from '../app/strings.ts';

/** The status of an order in words for its buyer. */
export function wordsOf(order: Order): {
  headline: string;
  text: string;
  next: readonly string[];
} {
  const words = strings.order;
  if (order.status !== 'rejected') return words[order.status];
  return words.rejected[order.reason ?? 'failed'];
}
