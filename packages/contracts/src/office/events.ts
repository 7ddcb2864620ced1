import type { Static, TSchema } from 'typebox';
import { EVENT_LIMITS, EventInput, EventStatus } from '../event-input.ts';
import { ORDER_LIMITS } from '../order-request.ts';
import { ErrorBody, ErrorDetail, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import { picturesOperations, picturesSchemas } from './pictures.ts';

/** Limits of what the office does with events. */
export const OFFICE_EVENT_LIMITS = {
  page: 100,
  search: 200,
  /** Copies made at once: a season, once a week. */
  copies: 60,
  /** Days between two of them. */
  everyDays: 366,
} as const;

/** The steps that a member takes in the life of an event; cancelling has routes of its own. */
export const SALE_STEPS = ['publish', 'pause', 'resume', 'close', 'reopen'] as const;
export const SaleStep = StringEnum(SALE_STEPS, { examples: ['pause'] });
export type SaleStep = (typeof SALE_STEPS)[number];

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const Id = Type.String({ minLength: 1, maxLength: EVENT_LIMITS.text });

/** The books of a ticket type or a pool: `remaining + held + sold = capacity`. */
export const OfficeStock = Type.Object({
  id: Type.String(),
  capacity: Type.Integer(),
  remaining: Type.Integer(),
  held: Type.Integer(),
  sold: Type.Integer(),
});
export type OfficeStock = Static<typeof OfficeStock>;

const sums = {
  capacity: Type.Integer({ description: 'Of all ticket types that are on offer' }),
  remaining: Type.Integer({ description: 'Left of them, also in the pools that they share' }),
  held: Type.Integer(),
  sold: Type.Integer({ description: 'Of ticket types that are on offer' }),
};

/** An event as a row of a list. */
export const EventSummary = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  venue: Type.String(),
  city: Type.Optional(Type.String()),
  category: Type.Optional(Type.String()),
  picture: Type.Optional(Type.String()),
  startsAt: Moment,
  timeZone: Type.Optional(Type.String()),
  currency: Type.String(),
  status: EventStatus,
  isOnSale: Type.Boolean({ description: 'Whether any of it can be ordered now' }),
  isOver: Type.Boolean({ description: 'Whether it has taken place' }),
  rehearsal: Type.Boolean(),
  salesFrom: Type.Optional(Moment),
  salesTo: Type.Optional(Moment),
  ...sums,
  revision: Type.Integer(),
  changedAt: Moment,
});
export type EventSummary = Static<typeof EventSummary>;

export const OfficeEventList = Type.Object({
  items: Type.Array(EventSummary),
  nextCursor: Type.Optional(
    Type.String({ description: 'For the next page; absent on the last one' }),
  ),
  total: Type.Integer({ description: 'How many there are on all pages' }),
});
export type OfficeEventList = Static<typeof OfficeEventList>;

/** An event with all that a member sees of it. */
export const OfficeEvent = Type.Object({
  eventId: Type.String(),
  revision: Type.Integer({ description: 'One more with each change; the ETag is this number' }),
  status: EventStatus,
  isOnSale: Type.Boolean({ description: 'Whether any of it can be ordered now' }),
  isOver: Type.Boolean({ description: 'Whether it has taken place' }),
  changedAt: Moment,
  event: EventInput,
  url: Type.String({ description: 'Its page in the shop' }),
  steps: Type.Array(SaleStep, { description: 'What can be done with its sale now' }),
  tickets: Type.Array(OfficeStock, {
    description: 'The books of its ticket types, in their order. A draft has none sold',
  }),
  pools: Type.Array(OfficeStock),
  ...sums,
});
export type OfficeEvent = Static<typeof OfficeEvent>;

/** What a change has met instead of the event that it was made from. */
export const EventChangedError = Type.Object(
  {
    ...ErrorBody.properties,
    details: Type.Array(ErrorDetail, {
      description:
        'Each place that was changed since, and what it says now; empty when nobody knows what the event said',
    }),
  },
  { description: 'An error' },
);

const EventParams = Type.Object({ eventId: Id });
const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description: 'The ETag of what was read; required',
      maxLength: 100,
      examples: ['"7"'],
    }),
  ),
});
const idempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'New for each purpose, such as a UUID; required',
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
    }),
  ),
});

export const EventListQuery = Type.Object({
  q: Type.Optional(
    Type.String({
      description: 'Only those with each of these words in name, venue, city, category or id',
      maxLength: OFFICE_EVENT_LIMITS.search,
    }),
  ),
  status: Type.Optional(
    Type.String({
      description: 'Only those of these statuses, separated by commas',
      pattern: '^[a-z_]+(,[a-z_]+)*$',
      maxLength: 100,
      examples: ['on_sale,paused'],
      ...must('must be statuses such as on_sale,paused'),
    }),
  ),
  when: Type.Optional(
    StringEnum(['upcoming', 'past', 'all'], {
      description:
        '`upcoming`: not over yet, the soonest first (default); `past`: over, the latest first; `all`: by start',
    }),
  ),
  rehearsals: Type.Optional(
    StringEnum(['only', 'without', 'with'], { description: 'Default: `without`' }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Optional(
    Type.String({
      description: `Events on a page, 1 to ${OFFICE_EVENT_LIMITS.page}; default: 50`,
      pattern: '^([1-9][0-9]?|100)$',
      ...must(`must be a whole number from 1 to ${OFFICE_EVENT_LIMITS.page}`),
    }),
  ),
});
export type EventListQuery = Static<typeof EventListQuery>;

/** How to copy an event. */
export const DuplicateRequest = Type.Object(
  {
    first: Type.String({
      description:
        'When the first copy starts, by the clock of the event’s time zone. Every other date is as far from it ' +
        'as in the original, by that clock',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$',
      examples: ['2027-06-25T20:00'],
      ...must('must be a day and a time such as 2027-06-25T20:00'),
    }),
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: OFFICE_EVENT_LIMITS.copies,
        description: 'How many copies; default: 1',
      }),
    ),
    everyDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: OFFICE_EVENT_LIMITS.everyDays,
        description: 'Days from one copy to the next; default: 7',
      }),
    ),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: EVENT_LIMITS.text,
        description: 'Default: that of the original',
      }),
    ),
  },
  exact,
);
export type DuplicateRequest = Static<typeof DuplicateRequest>;

/** A date of a copy, and what it was in the original. */
export const ShiftedDate = Type.Object({
  path: Type.String({ examples: ['tickets[0].salesTo'] }),
  from: Type.String({ description: 'ISO 8601 with an offset' }),
  to: Type.String({ description: 'ISO 8601 with an offset' }),
  moved: Type.Optional(
    Type.Boolean({
      description: 'The clocks skip this time on that day: it is that much later',
    }),
  ),
});
export type ShiftedDate = Static<typeof ShiftedDate>;

export const EventCopy = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  startsAt: Type.String({ description: 'ISO 8601 with an offset' }),
  timeZone: Type.Optional(Type.String()),
  dates: Type.Array(ShiftedDate, { description: 'All of them, none left behind' }),
});
export type EventCopy = Static<typeof EventCopy>;

export const EventCopies = Type.Object({ items: Type.Array(EventCopy) });
export type EventCopies = Static<typeof EventCopies>;

/** More or fewer tickets of a ticket type or a pool. */
export const CapacityChange = Type.Object(
  {
    of: StringEnum(['ticket', 'pool']),
    id: Id,
    by: Type.Integer({
      minimum: -EVENT_LIMITS.capacity,
      maximum: EVENT_LIMITS.capacity,
      description: 'How many more; negative: fewer',
    }),
  },
  exact,
);
export type CapacityChange = Static<typeof CapacityChange>;

export const CapacityRequest = Type.Object(
  {
    changes: Type.Array(CapacityChange, {
      minItems: 1,
      maxItems: EVENT_LIMITS.tickets + EVENT_LIMITS.pools,
      description: 'All are made together, or none',
    }),
  },
  exact,
);
export type CapacityRequest = Static<typeof CapacityRequest>;

const refusals = {
  ...{ 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody },
} as const;
const change = { right: 'events.write', of: 'event' } as const;

/** The routes of the office for events, from the draft to the end of the sale, and pictures. */
export const eventsOperations = {
  listOfficeEvents: {
    operationId: 'listOfficeEvents',
    method: 'GET',
    url: '/v1/events',
    summary: 'Events, drafts included, with what is sold and left',
    access: { right: 'events.read', of: 'any' },
    schema: {
      querystring: EventListQuery,
      response: {
        200: OfficeEventList,
        400: ErrorBody,
        401: ErrorBody,
        403: ErrorBody,
        503: ErrorBody,
      },
    },
    queryNumbers: ['limit'],
  },
  createEvent: {
    operationId: 'createEvent',
    method: 'POST',
    url: '/v1/events',
    summary: 'Create an event, as a draft',
    description:
      'Nobody sees it before it is published. Its id and those of its ticket types are new among all events. ' +
      'Every problem is named with its place. It needs the right for all events, or for this id.',
    access: { right: 'events.write', of: 'any' },
    schema: { body: EventInput, response: { 201: OfficeEvent, ...refusals, 409: ErrorBody } },
  },
  getOfficeEvent: {
    operationId: 'getOfficeEvent',
    method: 'GET',
    url: '/v1/events/:eventId',
    summary: 'An event as its team sees it; its ETag is needed to change it',
    access: { right: 'events.read', of: 'event' },
    schema: { params: EventParams, response: { 200: OfficeEvent, ...refusals } },
  },
  replaceEvent: {
    operationId: 'replaceEvent',
    method: 'PUT',
    url: '/v1/events/:eventId',
    summary: 'Change an event',
    description:
      'With the ETag of what was read in `If-Match`. If somebody else has changed it since, nothing is written, ' +
      'and `details` says what. It takes effect as a whole, within a second; orders that are placed keep their ' +
      'prices.',
    access: change,
    schema: {
      ...{ params: EventParams, headers: ifMatch, body: EventInput },
      response: {
        200: OfficeEvent,
        ...refusals,
        409: ErrorBody,
        412: EventChangedError,
        428: ErrorBody,
      },
    },
  },
  deleteEvent: {
    operationId: 'deleteEvent',
    method: 'DELETE',
    url: '/v1/events/:eventId',
    summary: 'Delete a draft that nothing was ever sold of',
    description: 'With its ETag in `If-Match`. Its ids can be used again.',
    access: change,
    schema: {
      ...{ params: EventParams, headers: ifMatch },
      response: { 204: Type.Null(), ...refusals, 409: ErrorBody, 412: ErrorBody, 428: ErrorBody },
    },
  },
  takeSaleStep: {
    operationId: 'takeSaleStep',
    method: 'POST',
    url: '/v1/events/:eventId/steps',
    summary: 'Publish an event, or pause, resume, close or reopen its sale',
    description:
      'A step that was taken already is not taken again. With `If-Match` only if nobody has changed the event ' +
      'since.',
    access: { right: 'sale.control', of: 'event' },
    schema: {
      ...{ params: EventParams, headers: ifMatch, body: Type.Object({ step: SaleStep }, exact) },
      response: { 200: OfficeEvent, ...refusals, 409: ErrorBody, 412: ErrorBody },
    },
  },
  changeCapacity: {
    operationId: 'changeCapacity',
    method: 'POST',
    url: '/v1/events/:eventId/capacity',
    summary: 'Offer more or fewer tickets',
    description:
      'Needs no ETag: the changes of two members add up. An `Idempotency-Key` is required, so that a request ' +
      'that is repeated adds nothing. What is held and sold can’t be taken away.',
    access: change,
    schema: {
      ...{ params: EventParams, headers: idempotencyKey, body: CapacityRequest },
      response: { 200: OfficeEvent, ...refusals, 409: ErrorBody, 422: ErrorBody, 428: ErrorBody },
    },
  },
  previewDuplicates: {
    operationId: 'previewDuplicates',
    method: 'POST',
    url: '/v1/events/:eventId/duplicates/preview',
    summary: 'The copies that duplicating an event would make, with every date',
    access: { right: 'events.read', of: 'event' },
    schema: {
      ...{ params: EventParams, body: DuplicateRequest },
      response: { 200: EventCopies, ...refusals },
    },
  },
  duplicateEvent: {
    operationId: 'duplicateEvent',
    method: 'POST',
    url: '/v1/events/:eventId/duplicates',
    summary: 'Copy an event, once or every so many days, as drafts',
    description:
      'Every date is shifted by the clock of the event’s time zone. The copies and their ticket types get ids of ' +
      'their own. All are made, or none. An `Idempotency-Key` is required.',
    access: { right: 'events.write', of: 'all' },
    schema: {
      ...{ params: EventParams, headers: idempotencyKey, body: DuplicateRequest },
      response: { 201: EventCopies, ...refusals, 409: ErrorBody, 422: ErrorBody, 428: ErrorBody },
    },
  },
  ...picturesOperations,
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const eventsSchemas: Record<string, TSchema> = {
  ...{
    CapacityChange,
    CapacityRequest,
    DuplicateRequest,
    EventChangedError,
    EventCopies,
    EventCopy,
  },
  ...{ EventInput, EventSummary, OfficeEvent, OfficeEventList, OfficeStock, SaleStep, ShiftedDate },
  ...picturesSchemas,
};
