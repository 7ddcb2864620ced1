import type { Event, Ticket } from '@onsale/contracts';
import { type EventDocument, type ShownStock, type TicketType, toDecimal } from '@onsale/ledger';

/** An event in the API's form. */
export function showEvent(event: EventDocument): Event {
  return {
    id: event.id,
    name: event.name,
    venue: event.venue,
    startsAt: event.startsAt,
    description: event.description,
    currency: event.currency,
    ticketIds: event.tickets.map((ticket) => ticket.id),
  };
}

/** A ticket type in the API's form. */
export function showTicket(ticket: TicketType, stock: ShownStock | undefined): Ticket {
  return {
    id: ticket.id,
    name: ticket.name,
    type: ticket.type,
    price: toDecimal(ticket.priceMinor, ticket.currency),
    currency: ticket.currency,
    description: ticket.description,
    eventId: ticket.eventId,
    capacity: stock?.capacity ?? 0,
    remaining: stock?.remaining ?? 0,
  };
}
