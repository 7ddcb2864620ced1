import type { Ticket } from '@onsale/api-client';
import { leftToBuy } from './availability.ts';

/**
 * How many tickets of a type one more and one fewer tap choose; undefined where a tap does nothing.
 * The first tap chooses as many as an order must have. `room`: tickets that the order may still have.
 */
export function stepsOf(
  ticket: Ticket,
  { qty, room }: { qty: number; room: number },
): { more: number | undefined; fewer: number | undefined } {
  const least = ticket.minPerOrder ?? 1;
  const most = Math.min(leftToBuy(ticket), ticket.maxPerOrder ?? Infinity, qty + room);
  const next = Math.max(qty + 1, least);
  const before = qty - 1 < least ? 0 : qty - 1;
  return { more: next <= most ? next : undefined, fewer: qty > 0 ? before : undefined };
}
