import { hash } from 'node:crypto';

/** The time and the shard at the front of an id; they open nothing. */
const READABLE_CHARACTERS = 12;
const DIGEST_CHARACTERS = 6;

/**
 * The name of an order in logs, traces and reports. Whoever has an order's id can read the buyer's
 * name and address, so an id must never get there: this shows when and where the order was placed and
 * tells it apart from others, and nobody can find the id from it.
 */
export function orderHandle(orderId: string): string {
  const digest = hash('sha256', orderId, 'hex').slice(0, DIGEST_CHARACTERS);
  return `${orderId.slice(0, READABLE_CHARACTERS)}-${digest}`;
}
