import type { Static, TSchema } from 'typebox';
import { EventStatus } from '../event-input.ts';
import { FleetService, Instance } from '../fleet.ts';
import { ORDER_LIMITS } from '../order-request.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

const Moment = Type.String({ format: 'date-time' });
const EventParams = Type.Object({ eventId: Type.String({ maxLength: 64 }) });

// The sale as it runs.

const books = {
  capacity: Type.Integer(),
  remaining: Type.Integer(),
  held: Type.Integer({ description: 'On hold for buyers who have yet to pay' }),
  sold: Type.Integer(),
};

/** The books of one ticket type; `remaining + held + sold = capacity`. */
export const TicketSale = Type.Object({
  ticketId: Type.String(),
  name: Type.String(),
  type: Type.String(),
  price: Type.Number(),
  currency: Type.String(),
  poolId: Type.Optional(Type.String({ description: 'The pool it draws on as well' })),
  onSale: Type.Boolean({ description: 'Whether buyers can order it at this moment' }),
  salesFrom: Type.Optional(Moment),
  salesTo: Type.Optional(Moment),
  ...books,
});
export type TicketSale = Static<typeof TicketSale>;

/** The books of a pool that ticket types share. */
export const PoolSale = Type.Object({ poolId: Type.String(), ...books });
export type PoolSale = Static<typeof PoolSale>;

/** What was taken in one currency, less what was refunded. */
export const Revenue = Type.Object({
  currency: Type.String(),
  today: Type.Number({ description: 'Since midnight where the event takes place' }),
  total: Type.Number(),
  ordersToday: Type.Integer({ description: 'Confirmed, those refunded since included' }),
  orders: Type.Integer(),
});
export type Revenue = Static<typeof Revenue>;

/** The sale of an event at one moment. */
export const LiveSale = Type.Object({
  at: Moment,
  eventId: Type.String(),
  name: Type.String(),
  status: EventStatus,
  revision: Type.Integer(),
  onSale: Type.Boolean({ description: 'Whether buyers can order anything at this moment' }),
  startsAt: Moment,
  timeZone: Type.Optional(Type.String({ examples: ['Europe/Berlin'] })),
  salesFrom: Type.Optional(Moment),
  salesTo: Type.Optional(Moment),
  tickets: Type.Array(TicketSale),
  pools: Type.Array(PoolSale),
  ordersPerSecond: Type.Number({
    description: 'Orders of this event that got tickets, over the last ten seconds',
  }),
  rejectedPerMinute: Type.Integer({
    description: 'Orders of this event that were rejected, in the last full minute and since',
  }),
  revenue: Type.Array(Revenue),
  payments: Type.Object({
    open: Type.Integer({ description: 'Orders on hold that have yet to be paid' }),
    underWay: Type.Integer({ description: 'Those of them whose buyers are just paying' }),
  }),
  recordedUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'Rate, revenue and payments are of what is recorded: everything until then is. Absent when that is now',
    }),
  ),
  line: Type.Object(
    {
      waiting: Type.Integer({ description: 'Orders that wait to be settled, or just are' }),
      oldestMs: Type.Optional(
        Type.Integer({ description: 'How long the first of them has waited' }),
      ),
      deadLetters: Type.Integer({ description: 'Orders that could not be settled' }),
    },
    { description: 'The line of the orders, which the event may share with others' },
  ),
  fleet: Type.Object({
    services: Type.Array(FleetService),
    instances: Type.Array(Instance),
  }),
});
export type LiveSale = Static<typeof LiveSale>;

// Cancelling an event, with refunds of all.

/**
 * How the money of an order goes back. `provider`: by the payment provider. `by_hand`: it was paid outside of
 * this system, and so the team pays it back. `nothing`: nothing was paid.
 */
export const PAID_BACK_BY = ['provider', 'by_hand', 'nothing'] as const;
export const PaidBackBy = StringEnum(PAID_BACK_BY);
export type PaidBackBy = (typeof PAID_BACK_BY)[number];

/**
 * `waiting`: its turn has not come. `asked`: the refund is noted, and the money on its way.
 * `waiting_for_balance`: the seller's account lacks the money. `to_pay_back`: the refund is noted, and the
 * team must pay it by hand. `done`. `failed`: somebody must decide; `problem` says why.
 */
export const CANCELLED_ORDER_STATES = [
  ...(['waiting', 'asked', 'waiting_for_balance', 'to_pay_back', 'done', 'failed'] as const),
] as const;
export const CancelledOrderState = StringEnum(CANCELLED_ORDER_STATES);
export type CancelledOrderState = (typeof CANCELLED_ORDER_STATES)[number];

/**
 * `listing`: the event is cancelled, and its orders are being looked for. `running`: refunds are being sent.
 * `waiting_for_balance`: the seller's account lacks the money; it goes on by itself when that is there.
 * `paused`: somebody has stopped it. `done`. `done_with_failures`: some orders need a decision.
 */
export const TASK_STATES = [
  ...(['listing', 'running', 'waiting_for_balance'] as const),
  ...(['paused', 'done', 'done_with_failures'] as const),
] as const;
export const TaskState = StringEnum(TASK_STATES);
export type TaskState = (typeof TASK_STATES)[number];

/** Money of one currency that has to go back by the provider, and whether it is there. */
export const BalanceNeeded = Type.Object({
  currency: Type.String(),
  orders: Type.Integer(),
  amount: Type.Number({ description: 'What goes back by the provider' }),
  available: Type.Optional(
    Type.Number({ description: "In the seller's account; absent when the provider can't say" }),
  ),
  missing: Type.Optional(
    Type.Number({ description: 'What the account lacks; 0 when it is enough' }),
  ),
});
export type BalanceNeeded = Static<typeof BalanceNeeded>;

export const AmountByHand = Type.Object({
  currency: Type.String(),
  orders: Type.Integer(),
  amount: Type.Number(),
});

/** What cancelling an event would do and cost, as things stand. */
export const CancellationEstimate = Type.Object({
  eventId: Type.String(),
  status: EventStatus,
  revision: Type.Integer(),
  at: Moment,
  orders: Type.Object({
    pending: Type.Integer({
      description: 'In the line that the event may share; those of the event will be rejected',
    }),
    held: Type.Integer({ description: 'On hold; they will be released' }),
    paid: Type.Integer({ description: 'Their money goes back by the provider' }),
    byHand: Type.Integer({ description: 'The team pays them back' }),
    free: Type.Integer({ description: 'Nothing was paid; they will be cancelled' }),
    disputed: Type.Integer({
      description: 'Of those paid: cannot be refunded before their dispute is decided',
    }),
  }),
  tickets: Type.Integer({ description: 'Tickets that will not admit any more' }),
  provider: Type.Array(BalanceNeeded),
  byHand: Type.Array(AmountByHand),
  recordedUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Everything until then is counted. Absent when that is now',
    }),
  ),
});
export type CancellationEstimate = Static<typeof CancellationEstimate>;

/** How many orders are in a state, and the money of those. */
export const CancellationCount = Type.Object({
  state: CancelledOrderState,
  paidBackBy: PaidBackBy,
  currency: Type.String(),
  orders: Type.Integer(),
  amount: Type.Number(),
});

/** Long work of the office: it goes on whichever process ends. */
export const Cancellation = Type.Object({
  taskId: Type.String(),
  eventId: Type.String(),
  state: TaskState,
  startedBy: Type.String({ description: 'The name of the member or API key' }),
  startedAt: Moment,
  finishedAt: Type.Optional(Moment),
  reason: Type.Optional(Type.String()),
  orders: Type.Object({
    total: Type.Integer({ description: 'Those found so far, while it is `listing`' }),
    done: Type.Integer({ description: 'Those whose money is back, or had none to go back' }),
    failed: Type.Integer(),
    toPayBack: Type.Integer({ description: 'Those that the team has yet to pay back' }),
  }),
  counts: Type.Array(CancellationCount),
  balance: Type.Array(BalanceNeeded, {
    description: 'What has yet to go back by the provider',
  }),
  problem: Type.Optional(
    Type.String({ description: 'What keeps it from going on now, as a sentence' }),
  ),
});
export type Cancellation = Static<typeof Cancellation>;

/** One order of a cancelled event. */
export const CancelledOrder = Type.Object({
  orderId: Type.String(),
  state: CancelledOrderState,
  paidBackBy: PaidBackBy,
  amount: Type.Number({ description: 'What goes back; the rest had gone back before' }),
  currency: Type.String(),
  name: Type.String({ description: 'Of the buyer' }),
  email: Type.String(),
  paymentMethod: Type.String(),
  problem: Type.Optional(Type.String()),
});
export type CancelledOrder = Static<typeof CancelledOrder>;

export const CancelledOrderList = Type.Object({
  items: Type.Array(CancelledOrder),
  nextCursor: Type.Optional(Type.String()),
});

/** Long work of the office, for a list. */
export const TaskSummary = Type.Object({
  taskId: Type.String(),
  kind: StringEnum(['cancel_event']),
  eventId: Type.String(),
  eventName: Type.String(),
  state: TaskState,
  startedAt: Moment,
  finishedAt: Type.Optional(Moment),
  orders: Type.Object({
    total: Type.Integer(),
    done: Type.Integer(),
    failed: Type.Integer(),
    toPayBack: Type.Integer(),
  }),
  problem: Type.Optional(Type.String()),
});
export type TaskSummary = Static<typeof TaskSummary>;

export const CancelEventRequest = Type.Object({
  confirm: Type.String({
    maxLength: 1000,
    description: 'The name of the event, so that nobody cancels another by mistake',
  }),
  reason: Type.Optional(
    Type.String({ maxLength: 200, description: 'Why, for the activity log; buyers never see it' }),
  ),
});
export type CancelEventRequest = Static<typeof CancelEventRequest>;

const MovesMoney = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'New for each purpose, such as a UUID; required. The same key is the same request',
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
    }),
  ),
});

const refusals = { 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody } as const;
const changed = { 200: Cancellation, ...refusals, 409: ErrorBody } as const;

/** The routes of the office for the sale of an event as it runs, and its cancellation. */
export const saleOperations = {
  readLiveSale: {
    operationId: 'readLiveSale',
    method: 'GET',
    url: '/v1/events/:eventId/sale',
    summary: 'The sale of an event at this moment',
    access: { right: 'events.read', of: 'event' },
    schema: { params: EventParams, response: { 200: LiveSale, ...refusals } },
  },
  followLiveSale: {
    operationId: 'followLiveSale',
    method: 'GET',
    url: '/v1/events/:eventId/sale/stream',
    summary: 'The same as server-sent events, one LiveSale a second',
    description:
      'The events are unnamed: a browser receives them as `message`. The stream ends with the session, and when the ' +
      'right is taken away.',
    access: { right: 'events.read', of: 'event' },
    contentType: 'text/event-stream',
    schema: { params: EventParams, response: { 200: Type.String(), ...refusals } },
  },
  estimateCancellation: {
    operationId: 'estimateCancellation',
    method: 'GET',
    url: '/v1/events/:eventId/cancellation/estimate',
    summary: 'What cancelling an event would do, and the money that it needs',
    description:
      'Of what is recorded. Cancelling reads the orders themselves, so that none is missed.',
    access: { right: 'orders.refund', of: 'event' },
    schema: { params: EventParams, response: { 200: CancellationEstimate, ...refusals } },
  },
  cancelEvent: {
    operationId: 'cancelEvent',
    method: 'POST',
    url: '/v1/events/:eventId/cancellation',
    summary: 'Cancel an event for good, and refund all of its orders',
    description:
      'Nothing of it is sold from then on; what follows is a task (getCancellation), which goes on whatever process ' +
      'ends: holds are released, free orders cancelled, and each paid one refunded once. Repeating it returns the same task.',
    access: { right: 'orders.refund', of: 'event' },
    schema: {
      params: EventParams,
      headers: MovesMoney,
      body: CancelEventRequest,
      response: {
        202: Cancellation,
        400: ErrorBody,
        ...refusals,
        409: ErrorBody,
        422: ErrorBody,
        428: ErrorBody,
      },
    },
  },
  getCancellation: {
    operationId: 'getCancellation',
    method: 'GET',
    url: '/v1/events/:eventId/cancellation',
    summary: 'How far the cancellation of an event has come',
    description: 'An event that was not cancelled through the office gets 404 TASK_NOT_FOUND.',
    access: { right: 'events.read', of: 'event' },
    schema: { params: EventParams, response: { 200: Cancellation, ...refusals } },
  },
  pauseCancellation: {
    operationId: 'pauseCancellation',
    method: 'POST',
    url: '/v1/events/:eventId/cancellation/pause',
    summary: 'Send no further refunds for the time being',
    description: 'What is on its way goes on. The event stays cancelled.',
    access: { right: 'orders.refund', of: 'event' },
    schema: { params: EventParams, response: changed },
  },
  resumeCancellation: {
    operationId: 'resumeCancellation',
    method: 'POST',
    url: '/v1/events/:eventId/cancellation/resume',
    summary: 'Go on sending refunds',
    description:
      'After a pause; or tries at once what waits for balance, after the account was topped up.',
    access: { right: 'orders.refund', of: 'event' },
    schema: { params: EventParams, response: changed },
  },
  retryFailedRefunds: {
    operationId: 'retryFailedRefunds',
    method: 'POST',
    url: '/v1/events/:eventId/cancellation/retry',
    summary: 'Try the orders again that have failed',
    access: { right: 'orders.refund', of: 'event' },
    schema: { params: EventParams, response: changed },
  },
  listCancelledOrders: {
    operationId: 'listCancelledOrders',
    method: 'GET',
    url: '/v1/events/:eventId/cancellation/orders',
    summary: 'The orders of a cancelled event, and what became of their money',
    access: { right: 'orders.read', of: 'event' },
    queryNumbers: ['limit'],
    schema: {
      params: EventParams,
      querystring: Type.Object({
        state: Type.Optional(CancelledOrderState),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(
          Type.String({
            pattern: '^([1-9]\\d?|100)$',
            description: 'Default: 50',
            ...must('must be a number from 1 to 100'),
          }),
        ),
      }),
      response: { 200: CancelledOrderList, 400: ErrorBody, ...refusals },
    },
  },
  notePaidBack: {
    operationId: 'notePaidBack',
    method: 'POST',
    url: '/v1/events/:eventId/cancellation/orders/:orderId/paid-back',
    summary: 'Note that the team has paid an order back by hand',
    description: 'For one that is `to_pay_back`, or whose refund by the provider has failed.',
    access: { right: 'orders.refund', of: 'event' },
    schema: {
      params: Type.Object({
        eventId: Type.String({ maxLength: 64 }),
        orderId: Type.String({ maxLength: 100 }),
      }),
      response: { 200: CancelledOrder, ...refusals, 409: ErrorBody },
    },
  },
  listTasks: {
    operationId: 'listTasks',
    method: 'GET',
    url: '/v1/tasks',
    summary: 'Long work of the office that goes on, waits, or needs a decision',
    description: 'The newest first; of events that the caller may see.',
    access: { right: 'events.read', of: 'any' },
    schema: {
      response: {
        200: Type.Object({ items: Type.Array(TaskSummary) }),
        401: ErrorBody,
        403: ErrorBody,
        503: ErrorBody,
      },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const saleSchemas: Record<string, TSchema> = {
  AmountByHand,
  BalanceNeeded,
  CancelEventRequest,
  Cancellation,
  CancellationCount,
  CancellationEstimate,
  CancelledOrder,
  CancelledOrderList,
  CancelledOrderState,
  EventStatus,
  FleetService,
  Instance,
  LiveSale,
  PaidBackBy,
  PoolSale,
  Revenue,
  TaskState,
  TaskSummary,
  TicketSale,
};
