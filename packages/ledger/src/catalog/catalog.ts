/** A kind of ticket that is sold for an event. */
export interface TicketType {
  /** Unique in the whole catalog. */
  id: string;
  eventId: string;
  name: string;
  /** For example `adult`. */
  type: string;
  description: string;
  priceMinor: number;
  currency: string;
  /** Tickets that can ever be sold. */
  capacity: number;
}

/** A show that tickets are sold for. */
export interface CatalogEvent {
  id: string;
  name: string;
  venue: string;
  /** ISO 8601 with offset. */
  startsAt: string;
  description: string;
  currency: string;
  tickets: TicketType[];
}

/** What is sold. A higher version replaces a lower one, never the reverse. */
export interface Catalog {
  version: number;
  events: CatalogEvent[];
}

/** All ticket types of a catalog, in its order. */
export function ticketsOf(catalog: Catalog): TicketType[] {
  return catalog.events.flatMap((event) => event.tickets);
}
