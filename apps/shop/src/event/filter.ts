import type { Ticket } from '@onsale/api-client';

/** What a buyer wants to see; kept in the address as `type` and `max`. */
export interface TicketFilter {
  type: string | undefined;
  maxPrice: number | undefined;
}

/** Fewer ticket types are seen at once, and need no filter. */
const MANY_TYPES = 7;

export function offersFilter(tickets: readonly Ticket[]): boolean {
  return tickets.length >= MANY_TYPES;
}

export function readFilter(search: URLSearchParams): TicketFilter {
  const maxPrice = Number(search.get('max') ?? Number.NaN);
  return {
    type: search.get('type') ?? undefined,
    maxPrice: Number.isFinite(maxPrice) ? maxPrice : undefined,
  };
}

export function filterTickets(
  tickets: readonly Ticket[],
  { type, maxPrice }: TicketFilter,
): Ticket[] {
  return tickets.filter(
    (ticket) =>
      (type === undefined || ticket.type === type) &&
      (maxPrice === undefined || ticket.price <= maxPrice),
  );
}

/** What there is to choose from: each type once, in the order of the shop. */
export function typesOf(tickets: readonly Ticket[]): string[] {
  return [...new Set(tickets.map(({ type }) => type))];
}

/** Each price once, the lowest first; the highest is no limit. */
export function priceLimitsOf(tickets: readonly Ticket[]): number[] {
  return [...new Set(tickets.map(({ price }) => price))].sort((a, b) => a - b).slice(0, -1);
}
