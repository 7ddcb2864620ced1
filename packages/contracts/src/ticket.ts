import type { Static } from 'typebox';
import { EventStatus } from './event-input.ts';
import { Type } from './type.ts';
import { must, StringEnum } from './schema.ts';

const OnSale = Type.Boolean({ description: 'Whether it can be ordered at this moment' });
const SoldOut = Type.Boolean({
  description: 'Whether nothing is left, nor held by buyers who have yet to pay',
});
const SalesFrom = Type.Optional(
  Type.String({ format: 'date-time', description: 'When the sale starts, if it is limited' }),
);
const SalesTo = Type.Optional(
  Type.String({ format: 'date-time', description: 'When the sale ends, if it is limited' }),
);
const PerOrder = (what: string) =>
  Type.Optional(Type.Integer({ description: `${what} number of tickets in one order` }));

export const Ticket = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ examples: ['adult'] }),
  price: Type.Number({
    description: 'What is paid, tax and fee included: in the currency, not in cents',
    examples: [25.0],
  }),
  currency: Type.String({ examples: ['USD'] }),
  description: Type.String(),
  eventId: Type.String(),
  capacity: Type.Integer({ description: 'Total number of tickets of this type' }),
  remaining: Type.Integer({
    description: 'Tickets left, also in the pool that it shares, up to a second old',
  }),
  onSale: OnSale,
  soldOut: SoldOut,
  salesFrom: SalesFrom,
  salesTo: SalesTo,
  minPerOrder: PerOrder('Smallest'),
  maxPerOrder: PerOrder('Greatest'),
  fee: Type.Optional(Type.Number({ description: 'How much of the price is a fee' })),
  needsCode: Type.Optional(
    Type.Boolean({ description: 'Whether it can be ordered only with a code; no list shows it' }),
  ),
});
export type Ticket = Static<typeof Ticket>;

/** A waiting room before an event; `GET /lines/{eventId}` of the waiting room says what it does. */
export const EventWaitingRoom = Type.Object({
  opens: StringEnum(['always', 'from', 'automatic']),
  lobbyFrom: Type.Optional(
    Type.String({ format: 'date-time', description: 'When its lobby opens' }),
  ),
  opensAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'From when on an order needs an admission; missing when it needs one already',
    }),
  ),
  isNeeded: Type.Boolean({ description: 'Whether an order needs an admission at this moment' }),
});

export const Event = Type.Object({
  id: Type.String(),
  name: Type.String(),
  venue: Type.String(),
  city: Type.Optional(Type.String()),
  category: Type.Optional(Type.String({ examples: ['concert'] })),
  startsAt: Type.String({ format: 'date-time' }),
  endsAt: Type.Optional(Type.String({ format: 'date-time' })),
  doorsAt: Type.Optional(Type.String({ format: 'date-time' })),
  timeZone: Type.Optional(Type.String({ examples: ['Europe/Berlin'] })),
  minimumAge: Type.Optional(
    Type.Integer({ description: 'Nobody younger is let in', examples: [18] }),
  ),
  ageNote: Type.Optional(
    Type.String({
      description: 'What else is to be said of age, such as who must be with a child',
    }),
  ),
  description: Type.String({ description: 'Markdown' }),
  picture: Type.Optional(Type.String({ description: 'A path on the shop, or an https URL' })),
  currency: Type.String({ examples: ['USD'] }),
  ticketIds: Type.Array(Type.String()),
  status: EventStatus,
  onSale: OnSale,
  soldOut: SoldOut,
  salesFrom: SalesFrom,
  salesTo: SalesTo,
  fromPrice: Type.Optional(
    Type.Number({
      description:
        'The lowest price in the currency of the event, of what can be ordered if anything can',
      examples: [25.0],
    }),
  ),
  remaining: Type.Integer({ description: 'Tickets left of all types, up to a second old' }),
  waitingRoom: Type.Optional(EventWaitingRoom),
  hasCodes: Type.Boolean({ description: 'Whether there are codes for it' }),
});
export type Event = Static<typeof Event>;

export const EventQuestion = Type.Object({
  id: Type.String(),
  text: Type.String(),
  type: StringEnum(['text', 'choice'], { description: 'Free text, or one of `choices`' }),
  choices: Type.Optional(Type.Array(Type.String())),
  required: Type.Boolean(),
  for: StringEnum(['order', 'ticket'], { description: 'Asked once, or for each ticket' }),
});
export type EventQuestion = Static<typeof EventQuestion>;

/** `GET /events/{eventId}`: everything that a buyer is shown and asked. */
export const EventDetails = Type.Object({
  ...Event.properties,
  rehearsal: Type.Boolean({ description: 'Whether it is for practice: nothing of it is real' }),
  tickets: Type.Array(Ticket),
  questions: Type.Array(EventQuestion),
  paymentMethods: Type.Optional(
    Type.Array(Type.String(), { description: 'The methods accepted; any when missing' }),
  ),
  holdMinutes: Type.Number({ description: 'How long an order waits for its payment' }),
  minPerOrder: PerOrder('Smallest'),
  maxPerOrder: PerOrder('Greatest'),
  maxPerCustomer: Type.Optional(
    Type.Integer({ description: 'Tickets that one customer may have, in all orders' }),
  ),
  taxRate: Type.Optional(
    Type.Number({ description: 'Percent of the net price, contained in the price' }),
  ),
  termsVersion: Type.Optional(Type.String({ description: 'The version that a buyer accepts' })),
  terms: Type.Optional(Type.String({ description: 'Markdown, or an https URL' })),
  termsOf: Type.Optional(
    StringEnum(['event', 'seller'], {
      description:
        "Whose terms they are; those of an event are instead of the seller's, and an order must name them",
    }),
  ),
});
export type EventDetails = Static<typeof EventDetails>;

const Ignored = Type.Optional(
  Type.Array(Type.String(), {
    description: 'Query parameters that are not known and made no difference',
  }),
);

/** `GET /tickets`. */
export const TicketList = Type.Object(
  { tickets: Type.Array(Ticket), ignored: Ignored },
  { description: 'The matching ticket types' },
);

export type TicketList = Static<typeof TicketList>;

/** `GET /events`. */
export const EventList = Type.Object(
  {
    events: Type.Array(Event),
    next: Type.Optional(
      Type.String({ description: 'The `cursor` of the next page; missing on the last one' }),
    ),
    categories: Type.Array(Type.String(), {
      description: 'Of all events that are listed, whatever the query; sorted',
    }),
    cities: Type.Array(Type.String(), {
      description: 'Of all events that are listed, whatever the query; sorted',
    }),
    ignored: Ignored,
  },
  { description: 'The matching events, the earliest first' },
);
export type EventList = Static<typeof EventList>;

export const TicketQuery = Type.Object({
  event: Type.Optional(
    Type.String({ description: 'Only tickets of this event, which may be a rehearsal' }),
  ),
  type: Type.Optional(Type.String({ description: 'Only tickets of this type' })),
  min_price: Type.Optional(decimalParameter('Only tickets that cost at least this')),
  max_price: Type.Optional(decimalParameter('Only tickets that cost at most this')),
});
export type TicketQuery = Static<typeof TicketQuery>;

/** Events on a page of `GET /events`. */
export const EVENTS_PAGE = { default: 100, most: 500 } as const;

export const EventQuery = Type.Object({
  limit: Type.Optional(
    Type.String({
      description: `Events on a page, 1 to ${EVENTS_PAGE.most}; default: ${EVENTS_PAGE.default}`,
      pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$',
      ...must(`must be a whole number from 1 to ${EVENTS_PAGE.most}`),
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      description: 'Where to go on: the `next` of the page before',
      pattern: '^[A-Za-z0-9_-]{1,200}$',
      ...must('must be the `next` of the page before'),
    }),
  ),
  category: Type.Optional(Type.String({ description: 'Only events of this category' })),
  city: Type.Optional(Type.String({ description: 'Only events in this city' })),
  from: Type.Optional(dayParameter('Only events that start on this day or later')),
  to: Type.Optional(dayParameter('Only events that start on this day or earlier')),
  q: Type.Optional(
    Type.String({
      description: 'Only events that have each of these words in name, venue, city or description',
      maxLength: 200,
    }),
  ),
});
export type EventQuery = Static<typeof EventQuery>;

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

function dayParameter(description: string) {
  return Type.String({
    description: `${description}, where it takes place`,
    pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    examples: ['2027-06-18'],
    ...must('must be a day such as 2027-06-18'),
  });
}
