import type { Static } from 'typebox';
import { Type } from './type.ts';
import type { Operation } from './operation.ts';
import { ErrorBody } from './schema.ts';

/** What a process may ask of the payment provider. */
export const ProviderCalls = Type.Object(
  {
    mostPerSecond: Type.Number({ description: 'Calls that it makes in a second, at most' }),
    waitMs: Type.Number({ description: 'How long a call for a buyer would wait for its turn now' }),
  },
  { description: 'Only of payments with a provider' },
);
export type ProviderCalls = Static<typeof ProviderCalls>;

/** A running process, as it last announced itself. */
export const Instance = Type.Object({
  service: Type.String({ examples: ['order-worker'] }),
  instance: Type.String({ description: 'Unique for all time' }),
  since: Type.String({ format: 'date-time', description: 'When the process started' }),
  cpu: Type.Number({ description: 'Share of one core since the previous announcement' }),
  cpuRequest: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
    description: 'Cores that it requests, of which its use is measured; null when it is not known',
    examples: [0.5],
  }),
  memoryBytes: Type.Integer({ description: 'Resident memory' }),
  work: Type.Integer({
    description: 'Orders placed or settled, or requests sent, since it started',
  }),
  workPerSecond: Type.Number({
    description: 'The same, per second, since the previous announcement',
  }),
  providerCalls: Type.Optional(ProviderCalls),
});
export type Instance = Static<typeof Instance>;

/** A service, as it is scaled. */
export const FleetService = Type.Object({
  service: Type.String(),
  living: Type.Integer(),
  desired: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The count the autoscaler wants; null when it is not known',
  }),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Why, in words; null when nothing scales the service or nothing was measured yet',
    examples: ['cpu 83 % of 60 % → 2 wanted'],
  }),
  target: Type.Union(
    [
      Type.Object({
        cpuShare: Type.Number({ description: 'Of the CPU request', examples: [0.6] }),
      }),
      Type.Null(),
    ],
    { description: 'What the autoscaler aims at; null when nothing scales the service by CPU' },
  ),
  cpuShare: Type.Union([Type.Number(), Type.Null()], {
    description: 'Mean use of the CPU request; null when no process says what it requests',
  }),
});
export type FleetService = Static<typeof FleetService>;

/** All running processes, how each service is scaled, and the backlog. */
export const Fleet = Type.Object({
  at: Type.String({ format: 'date-time' }),
  services: Type.Array(FleetService),
  instances: Type.Array(Instance),
  orders: Type.Object(
    {
      placed: Type.Integer(),
      confirmed: Type.Integer(),
      rejected: Type.Integer(),
      waiting: Type.Integer({ description: 'Orders in the streams: waiting or being settled' }),
    },
    { description: 'Since the data was created' },
  ),
});
export type Fleet = Static<typeof Fleet>;

const books = {
  capacity: Type.Integer(),
  remaining: Type.Integer(),
  held: Type.Integer(),
  sold: Type.Integer(),
};

/** The books of one ticket type at one instant. */
export const TicketBooks = Type.Object({
  ticketId: Type.String(),
  ...books,
  rehearsal: Type.Optional(Type.Boolean({ description: 'True for a ticket type of a rehearsal' })),
});
export type TicketBooks = Static<typeof TicketBooks>;

/** The books of every ticket type. All is well when `problems` is empty. */
export const Books = Type.Object({
  at: Type.String({ format: 'date-time' }),
  tickets: Type.Array(TicketBooks),
  problems: Type.Array(Type.String(), { description: 'A sentence for each broken promise' }),
});
export type Books = Static<typeof Books>;

/** The result of an audit of every order. All is well when `problems` is empty. */
export const Audit = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When the audit finished' }),
  tookMs: Type.Number(),
  exact: Type.Boolean({ description: 'True when nothing changed during the audit' }),
  tickets: Type.Array(
    Type.Object({
      ...TicketBooks.properties,
      soldInOrders: Type.Integer({
        description: 'Counted from the orders, and from the sums of archived ones',
      }),
    }),
  ),
  pools: Type.Array(
    Type.Object({
      poolId: Type.String({ description: 'The event and the pool, with a slash between them' }),
      ...books,
    }),
    { description: 'The books of pools that ticket types share' },
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
      unknown: Type.Integer({ description: 'In a state that only a newer version understands' }),
    },
    { description: 'The number of orders, in total and by status' },
  ),
  archivedOrders: Type.Integer({
    description: 'Orders that have left Redis, of which only sums are known',
  }),
  backlog: Type.Integer({ description: 'Entries in the order streams' }),
  deadLetters: Type.Integer(),
  problems: Type.Array(Type.String(), { description: 'A sentence for each broken promise' }),
});
export type Audit = Static<typeof Audit>;

/** The gateway's interface for operators. The reverse proxy does not expose it when `LAB=off`. */
export const fleet = {
  readFleet: {
    operationId: 'readFleet',
    method: 'GET',
    url: '/fleet',
    summary: 'Running processes, desired counts and the backlog',
    schema: { response: { 200: Fleet, 503: ErrorBody } },
  },
  followFleet: {
    operationId: 'followFleet',
    method: 'GET',
    url: '/fleet/stream',
    summary: 'The same as server-sent events, one Fleet a second',
    description: 'The events are unnamed: a browser receives them as `message`.',
    schema: { response: { 200: Type.String(), 503: ErrorBody } },
    contentType: 'text/event-stream',
  },
} satisfies Record<string, Operation>;

/** The interface of the audit, which runs in a process of its own because it reads every order. */
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
    summary: 'Read every order and verify that nothing is oversold, lost or doubled',
    description:
      'A million orders take about ten seconds of one core; longer during a sale, because the audit pauses between pages. Requests that arrive while an audit runs share its result.',
    schema: { response: { 200: Audit, 503: ErrorBody } },
  },
} satisfies Record<string, Operation>;
