import type { Ticket } from '@onsale/api-client';

/** So few that the number itself is the news. */
const FEW = 10;
const FEW_SHARE = 0.05;

/** `taken`: all are held by buyers who have yet to pay, and some may come back. */
export type Availability = 'plenty' | 'few' | 'gone' | 'taken' | 'closed';

/** What is left of a ticket type; `closed` when its sale has not begun, is paused or over. */
export function availabilityOf(
  ticket: Pick<Ticket, 'remaining' | 'capacity' | 'onSale' | 'soldOut'>,
): Availability {
  const { remaining, capacity } = ticket;
  if (!ticket.onSale) return 'closed';
  if (remaining <= 0) return ticket.soldOut ? 'gone' : 'taken';
  return remaining <= Math.max(FEW, capacity * FEW_SHARE) ? 'few' : 'plenty';
}

/** How many of it a buyer can have at this moment. */
export function leftToBuy({ remaining, onSale }: Pick<Ticket, 'remaining' | 'onSale'>): number {
  return onSale ? Math.max(0, remaining) : 0;
}
