import type { Static } from 'typebox';
import { Type } from './type.ts';
import type { Operation } from './operation.ts';
import { ErrorBody } from './schema.ts';

/** One living process, as it announced itself within the last seconds. */
export const Instance = Type.Object({
  service: Type.String({ examples: ['order-worker'] }),
  instance: Type.String({ description: 'Unique for ever' }),
  since: Type.String({ format: 'date-time', description: 'When the process started' }),
  cpu: Type.Number({ description: 'Share of one core since the announcement before' }),
  memoryBytes: Type.Integer({ description: 'Resident memory' }),
  work: Type.Integer({
    description: 'Orders placed or settled, or requests sent, since the start',
  }),
  workPerSecond: Type.Number({ description: 'The same since the announcement before' }),
});
export type Instance = Static<typeof Instance>;

/** Every living process, what is wanted of each service, and the orders that they work on. */
export const Fleet = Type.Object({
  at: Type.String({ format: 'date-time' }),
  services: Type.Array(
    Type.Object({
      service: Type.String(),
      living: Type.Integer(),
      desired: Type.Union([Type.Integer(), Type.Null()], {
        description: 'What the autoscaler wants; null where it does not tell',
      }),
    }),
  ),
  instances: Type.Array(Instance),
  orders: Type.Object(
    {
      placed: Type.Integer(),
      confirmed: Type.Integer(),
      rejected: Type.Integer(),
      waiting: Type.Integer({ description: 'Orders in the streams: waiting or in work' }),
    },
    { description: 'Since the data was created' },
  ),
});
export type Fleet = Static<typeof Fleet>;

/** The books of one ticket type at one instant. */
export const TicketBooks = Type.Object({
  ticketId: Type.String(),
  capacity: Type.Integer(),
  remaining: Type.Integer(),
  held: Type.Integer(),
  sold: Type.Integer(),
});
export type TicketBooks = Static<typeof TicketBooks>;

/** The books of every ticket type; the promise holds when `problems` is empty. */
export const Books = Type.Object({
  at: Type.String({ format: 'date-time' }),
  tickets: Type.Array(TicketBooks),
  problems: Type.Array(Type.String(), { description: 'A sentence for each broken promise' }),
});
export type Books = Static<typeof Books>;

/** What an audit of every order has found; the promises hold when `problems` is empty. */
export const Audit = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When the audit was finished' }),
  tookMs: Type.Number(),
  exact: Type.Boolean({ description: 'Whether nothing changed while it ran' }),
  tickets: Type.Array(
    Type.Object({
      ...TicketBooks.properties,
      soldInOrders: Type.Integer({ description: 'Counted from the confirmed orders' }),
    }),
  ),
  orders: Type.Object(
    {
      total: Type.Integer(),
      pending: Type.Integer(),
      held: Type.Integer(),
      confirmed: Type.Integer(),
      rejected: Type.Integer(),
      expired: Type.Integer(),
      cancelled: Type.Integer(),
      refunded: Type.Integer(),
      unknown: Type.Integer({ description: 'In a state that only a newer version knows' }),
    },
    { description: 'How many there are, and how many of each status' },
  ),
  backlog: Type.Integer({ description: 'Entries in the order streams' }),
  deadLetters: Type.Integer(),
  problems: Type.Array(Type.String(), { description: 'A sentence for each broken promise' }),
});
export type Audit = Static<typeof Audit>;

/** The operators' interface of the gateway; the reverse proxy does not lead to it with `LAB=off`. */
export const fleet = {
  readFleet: {
    operationId: 'readFleet',
    method: 'GET',
    url: '/fleet',
    summary: 'The living processes, the desired counts and the orders in work',
    schema: { response: { 200: Fleet, 503: ErrorBody } },
  },
  followFleet: {
    operationId: 'followFleet',
    method: 'GET',
    url: '/fleet/stream',
    summary: 'The same as server-sent events, once a second; each message is a Fleet',
    description: 'The events have no name: a browser gets them as `message`.',
    schema: { response: { 200: Type.String(), 503: ErrorBody } },
    contentType: 'text/event-stream',
  },
} satisfies Record<string, Operation>;

/** The interface of the audit, a process of its own: it reads every order, and sells nothing. */
export const audits = {
  readBooks: {
    operationId: 'readBooks',
    method: 'GET',
    url: '/audit/books',
    summary: 'The books of every ticket type: remaining + held + sold = capacity',
    schema: { response: { 200: Books, 503: ErrorBody } },
  },
  runAudit: {
    operationId: 'runAudit',
    method: 'GET',
    url: '/audit',
    summary: 'Reads every order and proves that nothing is oversold, lost or doubled',
    description:
      'A million orders take some ten seconds of a core, longer beside a sale: it rests between two pages. Requests that come while one runs share its result.',
    schema: { response: { 200: Audit, 503: ErrorBody } },
  },
} satisfies Record<string, Operation>;
