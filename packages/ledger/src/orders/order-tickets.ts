import type { OrderExtras, Refund, TicketPosition } from './order-extras.ts';
import type { OrderContent, OrderState } from './order-record.ts';
import { bookOf } from './order-states.ts';

type TicketsOf = Pick<OrderContent & OrderState, 'status' | 'lines' | 'extras'>;

/**
 * How many tickets of each type an order has in which book: all of them while it is held, and in
 * `sold` those that did not go back on sale. Undefined when it has none, or an unknown status.
 */
export function ticketsInBooks(
  order: TicketsOf,
): { book: 'held' | 'sold'; tickets: Map<string, number> } | undefined {
  const { status, lines, extras = {} } = order;
  if (status === 'unknown') return undefined;
  const book = bookOf(status);
  if (book === 'held') return { book, tickets: count(lines, (line) => lines[line]?.qty ?? 0) };
  const kept = countRefunded(extras, ({ restocked }) => !restocked);
  const restocked = countRefunded(extras, (refund) => refund.restocked);
  // Of a cancelled or refunded order, all that no refund names went back.
  const inSold = (line: number) =>
    book === 'sold' ? (lines[line]?.qty ?? 0) - (restocked.get(line) ?? 0) : (kept.get(line) ?? 0);
  const tickets = count(lines, inSold);
  return tickets.size === 0 ? undefined : { book: 'sold', tickets };
}

/** How many tickets a customer has by an order, as limits count them: none that were refunded. */
export function countOwned({ status, lines, extras = {} }: TicketsOf): number {
  if (status === 'unknown' || bookOf(status) === undefined) return 0;
  const all = lines.reduce((sum, { qty }) => sum + qty, 0);
  return all - refundedTickets(extras).length;
}

/** The tickets that were refunded. */
export function refundedTickets({ refunds = [] }: OrderExtras): TicketPosition[] {
  return refunds.flatMap(({ tickets }) => tickets);
}

function countRefunded(
  { refunds = [] }: OrderExtras,
  select: (refund: Refund) => boolean,
): Map<number, number> {
  const byLine = new Map<number, number>();
  for (const refund of refunds) {
    if (!select(refund)) continue;
    for (const [line] of refund.tickets) byLine.set(line, (byLine.get(line) ?? 0) + 1);
  }
  return byLine;
}

function count(lines: TicketsOf['lines'], qtyOf: (line: number) => number): Map<string, number> {
  const tickets = new Map<string, number>();
  for (const [line, { ticketId }] of lines.entries()) {
    const qty = qtyOf(line);
    if (qty > 0) tickets.set(ticketId, (tickets.get(ticketId) ?? 0) + qty);
  }
  return tickets;
}
