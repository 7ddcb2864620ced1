import type { Static } from 'typebox';
import { Type } from './type.ts';
import { must } from './schema.ts';

export const Ticket = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ examples: ['adult'] }),
  price: Type.Number({ description: 'In the currency, not in cents', examples: [25.0] }),
  currency: Type.String({ examples: ['USD'] }),
  description: Type.String(),
  eventId: Type.String(),
  capacity: Type.Integer({ description: 'Total number of tickets of this type' }),
  remaining: Type.Integer({ description: 'Tickets left, up to a second old' }),
});
export type Ticket = Static<typeof Ticket>;

export const Event = Type.Object({
  id: Type.String(),
  name: Type.String(),
  venue: Type.String(),
  startsAt: Type.String({ format: 'date-time' }),
  description: Type.String(),
  currency: Type.String({ examples: ['USD'] }),
  ticketIds: Type.Array(Type.String()),
});
export type Event = Static<typeof Event>;

/** `GET /tickets`. */
export const TicketList = Type.Object(
  { tickets: Type.Array(Ticket) },
  { description: 'The matching ticket types' },
);

/** `GET /events`. */
export const EventList = Type.Object({ events: Type.Array(Event) }, { description: 'All events' });

export const TicketQuery = Type.Object({
  event: Type.Optional(Type.String({ description: 'Only tickets of this event' })),
  type: Type.Optional(Type.String({ description: 'Only tickets of this type' })),
  min_price: Type.Optional(decimalParameter('Only tickets that cost at least this')),
  max_price: Type.Optional(decimalParameter('Only tickets that cost at most this')),
});
export type TicketQuery = Static<typeof TicketQuery>;

// Query parameters are strings on the wire. The pattern accepts what people type as a price and
// whatever programs make of a number (33.333333333333336, 1e-05), as the document promises.
function decimalParameter(description: string) {
  return Type.String({
    description,
    pattern: '^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$',
    examples: ['25.00'],
    ...must('must be a number such as 25 or 25.50'),
  });
}
