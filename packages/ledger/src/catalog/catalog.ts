/** A kind of ticket sold for an event. */
export interface TicketType {
  /** Unique within the catalog. */
  id: string;
  eventId: string;
  name: string;
  /** For example `adult`. */
  type: string;
  description: string;
  priceMinor: number;
  currency: string;
  /** Total number of tickets of this type. */
  capacity: number;
}

/** A show with tickets on sale. */
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

/** Everything on sale. A higher version replaces a lower one, never the reverse. */
export interface Catalog {
  version: number;
  events: CatalogEvent[];
}

/** All ticket types of a catalog, in catalog order. */
export function ticketsOf(catalog: Catalog): TicketType[] {
  return catalog.events.flatMap((event) => event.tickets);
}
