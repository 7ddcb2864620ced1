import type { EventDocument, TicketType } from '../events/event-document.ts';

/** The events of a catalog file. */
export interface Catalog {
  /** What earlier releases told files apart by; read only at the upgrade from them. */
  version?: number;
  events: EventDocument[];
}

/** All ticket types of a catalog, in catalog order. */
export function ticketsOf(catalog: Catalog): TicketType[] {
  return catalog.events.flatMap((event) => event.tickets);
}
