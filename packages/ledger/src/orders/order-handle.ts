import { hash } from 'node:crypto';

/** The time and shard at the start of an id, which are not secret. */
const READABLE_CHARACTERS = 12;
const DIGEST_CHARACTERS = 6;

/**
 * The name of an order in logs, traces and reports. An order's id gives access to the buyer's name
 * and address, so ids must never appear there. The handle shows when and in which shard the order
 * was placed and distinguishes it from others, but the id can't be derived from it.
 */
export function orderHandle(orderId: string): string {
  const digest = hash('sha256', orderId, 'hex').slice(0, DIGEST_CHARACTERS);
  return `${orderId.slice(0, READABLE_CHARACTERS)}-${digest}`;
}
