import type { EventDocument, TicketType } from '../events/event-document.ts';

/** The events of a catalog file. */
export interface Catalog {
  /** A higher version replaces a lower one, never the reverse. */
  version: number;
  events: EventDocument[];
}

/** All ticket types of a catalog, in catalog order. */
export function ticketsOf(catalog: Catalog): TicketType[] {
  return catalog.events.flatMap((event) => event.tickets);
}
