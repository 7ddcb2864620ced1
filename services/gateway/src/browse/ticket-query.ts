import type { TicketQuery } from '@onsale/contracts';
import { parseMinor, type TicketType, toDecimal } from '@onsale/ledger';
import { refuseValue } from '../refuse-value.ts';

/** Whether a ticket type matches a query. */
export function matchesQuery(ticket: TicketType, query: TicketQuery): boolean {
  const { event, type, min_price: least, max_price: most } = query;
  if (event !== undefined && ticket.eventId !== event) return false;
  if (type !== undefined && ticket.type !== type) return false;
  if (least !== undefined && ticket.priceMinor < toMinor(least, ticket)) return false;
  if (most !== undefined && ticket.priceMinor > toMinor(most, ticket)) return false;
  return true;
}

/** Throws `ApiError` 400 when no price could be within the bounds. */
export function checkPrices({ min_price: least, max_price: most }: TicketQuery): void {
  if (least === undefined || most === undefined || Number(least) <= Number(most)) return;
  throw refuseValue('INVALID_REQUEST', 'min_price', 'must not be above max_price');
}

// A bound may have more digits than the currency (25.005).
function toMinor(text: string, ticket: TicketType): number {
  const exact = parseMinor(text, ticket.currency);
  return exact ?? Number(text) / toDecimal(1, ticket.currency);
}
