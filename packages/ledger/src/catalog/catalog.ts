import type { SellerInput } from '@onsale/contracts';
import type { EventDocument, StoredEvent, TicketType } from '../events/event-document.ts';

/** The content of a catalog file. */
export interface Catalog {
  /** The seller's settings, if the file has any. */
  seller?: SellerInput;
  events: EventDocument[];
}

/** All ticket types of a catalog, in catalog order. */
export function ticketsOf(catalog: Catalog): TicketType[] {
  return catalog.events.flatMap((event) => event.tickets);
}

/** The ids of stored events that a catalog does not have, other than archived ones. */
export function eventsNotIn(catalog: Catalog, stored: readonly StoredEvent[]): string[] {
  const named = new Set(catalog.events.map(({ id }) => id));
  return stored.flatMap(({ status, document: { id } }) =>
    status === 'archived' || named.has(id) ? [] : [id],
  );
}
