import type { Static, TSchema } from 'typebox';
import { OrderDocument } from '../delivery.ts';
import {
  Answer,
  Customer,
  Order,
  OrderItem,
  OrderStatus,
  PlaceInLine,
  RejectReason,
} from '../order.ts';
import {
  AnswerRequest,
  CreateOrderRequest,
  ORDER_LIMITS,
  OrderLineRequest,
} from '../order-request.ts';
import {
  AttemptState,
  RefundReason,
  RefundState,
  StaffAttempt,
  StaffDispute,
  StaffPayment,
  StaffRefund,
} from '../payments.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/** Limits of what the office asks of orders. */
export const OFFICE_ORDER_LIMITS = {
  /** Characters of a search. */
  search: 200,
  page: 100,
  /** A coach party at the desk; more is a mistake. */
  ticketsPerSale: 100,
  note: 2000,
  notes: 200,
  reason: 200,
} as const;

/** Where an order was sold. */
export const ORDER_SOURCES = ['shop', 'box_office', 'complimentary'] as const;
export const OrderSource = StringEnum(ORDER_SOURCES, { examples: ['shop'] });
export type OrderSource = (typeof ORDER_SOURCES)[number];

/** What a search has found an order by. */
export const FOUND_BY = ['order_id', 'name', 'email', 'reference'] as const;

const Moment = Type.String({ format: 'date-time' });
const OrderParams = Type.Object({ orderId: Type.String({ maxLength: 100 }) });
const TicketOfOrder = {
  ticketId: Type.String({ minLength: 1, maxLength: 64 }),
  number: Type.Integer({
    minimum: 1,
    description: 'Which of the tickets of this type, from 1',
  }),
};

/** An order as a row of a list. */
export const OrderSummary = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  customer: Customer,
  status: OrderStatus,
  source: OrderSource,
  paymentMethod: Type.String(),
  currency: Type.String(),
  grandTotal: Type.Number(),
  refundedTotal: Type.Number(),
  tickets: Type.Integer({ description: 'How many were ordered' }),
  createdAt: Moment,
  changedAt: Moment,
  foundBy: Type.Optional(
    StringEnum(FOUND_BY, {
      description:
        'What the search was found in; `reference`: that of a payment, ours or the provider’s',
    }),
  ),
});
export type OrderSummary = Static<typeof OrderSummary>;

export const OrderList = Type.Object({
  items: Type.Array(OrderSummary),
  nextCursor: Type.Optional(
    Type.String({ description: 'For the next page; absent on the last one' }),
  ),
  recordedUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'Orders are listed once they are recorded: everything until then is. Absent when that is now',
    }),
  ),
});
export type OrderList = Static<typeof OrderList>;

/** One ticket of an order. */
export const TicketOfOrderDetail = Type.Object({
  ...TicketOfOrder,
  type: Type.String(),
  name: Type.Optional(
    Type.String({ description: 'That of its ticket type, as long as the event is known' }),
  ),
  price: Type.Number(),
  refundable: Type.Number({
    description: 'What its refund pays back; less than its price after a discount',
  }),
  holder: Type.String({ description: 'The name on it; "" for none' }),
  version: Type.Integer({ description: 'Only the highest version admits' }),
  state: StringEnum(['reserved', 'valid', 'void'], {
    description: '`void`: refunded, or its order is not confirmed any more. `reserved`: held',
  }),
});

/** A receipt, an invoice or a credit note of an order. */
export const DocumentOfOrder = Type.Object({
  ...OrderDocument.properties,
  url: Type.String({
    format: 'uri',
    description: 'Its PDF, at the shop: whoever has this address, also has that of the order',
  }),
});
export type DocumentOfOrder = Static<typeof DocumentOfOrder>;

/**
 * What happened to an order. `placed`: it was ordered. `status`: its status has changed, or one of its
 * tickets was refunded, renamed or issued again, as the order log tells it. `activity`: what somebody did to
 * it in the office. `refund`: money that goes back. `note`: somebody wrote one.
 */
export const ORDER_HISTORY_KINDS = ['placed', 'status', 'activity', 'refund', 'note'] as const;

export const OrderHistoryEntry = Type.Object({
  at: Moment,
  kind: StringEnum(ORDER_HISTORY_KINDS),
  from: Type.Optional(OrderStatus),
  to: Type.Optional(OrderStatus),
  cause: Type.Optional(
    Type.String({
      description:
        'Of a status: `sale`, `expired`, `event-cancelled`, the id of a payment or of a refund, …',
    }),
  ),
  actor: Type.Optional(Type.String({ description: 'The member or API key that did it' })),
  action: Type.Optional(
    Type.String({ description: 'The operation, such as `refundOrder`; of an activity' }),
  ),
  outcome: Type.Optional(
    StringEnum(['begun', 'done', 'refused'], {
      description: '`begun`: nobody knows whether it happened. Of an activity',
    }),
  ),
  before: Type.Optional(Type.Unsafe<unknown>({ description: 'What it was, of an activity' })),
  after: Type.Optional(Type.Unsafe<unknown>({ description: 'What it has become, of an activity' })),
  amount: Type.Optional(Type.Number({ description: 'Of a refund' })),
  state: Type.Optional(RefundState),
  text: Type.Optional(Type.String({ description: 'Of a note' })),
});
export type OrderHistoryEntry = Static<typeof OrderHistoryEntry>;

export const OrderNote = Type.Object({
  noteId: Type.Integer(),
  at: Moment,
  by: Type.String({ description: 'The member or API key that wrote it' }),
  text: Type.String(),
});
export type OrderNote = Static<typeof OrderNote>;

/** What may be done with an order in the state that it is in, by whoever has the right. */
export const ORDER_ACTIONS = [
  'cancel',
  'refund',
  'mark_paid',
  'change_customer',
  'change_holders',
  'reissue',
  'change_answers',
] as const;
export const OrderAction = StringEnum(ORDER_ACTIONS);
export type OrderAction = (typeof ORDER_ACTIONS)[number];

export const OrderDetail = Type.Object({
  order: Order,
  source: OrderSource,
  eventName: Type.Optional(Type.String({ description: 'While the event is in the sale' })),
  timeZone: Type.Optional(Type.String({ description: 'That of the event' })),
  archivedAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'When it left the sale; it can only be refunded',
    }),
  ),
  tickets: Type.Array(TicketOfOrderDetail),
  payment: Type.Optional(StaffPayment),
  refundable: Type.Number({ description: 'How much may still be paid back' }),
  movesMoney: Type.Boolean({
    description:
      'Whether a refund sends money by the provider; otherwise the team pays it back by hand, and the ' +
      'refund is noted',
  }),
  actions: Type.Array(OrderAction),
  documents: Type.Array(DocumentOfOrder, { description: 'In the order in which they were issued' }),
  notes: Type.Array(OrderNote),
  history: Type.Array(OrderHistoryEntry, { description: 'Oldest first' }),
  historyUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Later changes of its status are not recorded yet. Absent when all are',
    }),
  ),
});
export type OrderDetail = Static<typeof OrderDetail>;

export const RejectionCount = Type.Object({
  ticketId: Type.String(),
  reason: RejectReason,
  orders: Type.Integer({ description: 'An order of two ticket types counts for both' }),
  tickets: Type.Integer(),
});
export const RejectionCounts = Type.Object({
  items: Type.Array(RejectionCount),
});
export type RejectionCounts = Static<typeof RejectionCounts>;

/** What can be sold at the desk. */
export const Desk = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  currency: Type.String(),
  timeZone: Type.String(),
  startsAt: Type.String(),
  sells: Type.Boolean({ description: 'Whether the event is on sale, so that the desk may sell' }),
  maxTickets: Type.Integer({ description: 'At most so many tickets in one sale' }),
  tickets: Type.Array(
    Type.Object({
      ticketId: Type.String(),
      name: Type.String(),
      type: Type.String(),
      price: Type.Number({ description: 'What is paid for one, fee and tax included' }),
      remaining: Type.Integer(),
      onSale: Type.Boolean({
        description:
          'Whether the shop sells it now; the desk sells at any time while the event is on sale',
      }),
    }),
  ),
});
export type Desk = Static<typeof Desk>;

/** How money is taken at the desk. */
export const DESK_METHODS = ['cash', 'card'] as const;

export const SaleRequest = Type.Object({
  kind: StringEnum(['box_office', 'complimentary'], {
    description: '`complimentary`: given away, at the price 0',
  }),
  items: Type.Array(OrderLineRequest, { minItems: 1, maxItems: ORDER_LIMITS.lines }),
  customer: CreateOrderRequest.properties.customer,
  paymentMethod: Type.Optional(
    StringEnum(DESK_METHODS, { description: 'Of a box-office sale, which needs one' }),
  ),
  expectedTotal: Type.Optional(
    Type.Number({
      minimum: 0,
      description:
        'What the buyer was told; another total is 409 PRICE_CHANGED, and nothing is sold',
    }),
  ),
  answers: Type.Optional(Type.Array(AnswerRequest, { maxItems: ORDER_LIMITS.answers })),
  note: Type.Optional(
    Type.String({ maxLength: OFFICE_ORDER_LIMITS.note, description: 'A note for the team' }),
  ),
});
export type SaleRequest = Static<typeof SaleRequest>;

export const Reason = Type.Optional(
  Type.String({
    maxLength: OFFICE_ORDER_LIMITS.reason,
    description: 'Why, for the activity log; buyers never see it',
  }),
);

export const OrderRefundRequest = Type.Object(
  {
    amount: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Money alone; no ticket is revoked' }),
    ),
    tickets: Type.Optional(
      Type.Array(Type.Object(TicketOfOrder), {
        minItems: 1,
        maxItems: 1000,
        description: 'These tickets, each at its price',
      }),
    ),
    restock: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether the tickets go back on sale' }),
    ),
    reason: Reason,
  },
  { description: 'With neither amount nor tickets: everything that is left' },
);
export type OrderRefundRequest = Static<typeof OrderRefundRequest>;

export const CancelOrderRequest = Type.Object({
  restock: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'Whether the tickets go back on sale; those of a held order always do',
    }),
  ),
  reason: Reason,
});
export type CancelOrderRequest = Static<typeof CancelOrderRequest>;

export const OrderPaidRequest = Type.Object({
  reference: Type.String({
    pattern: '^[\\w.:-]{1,40}$',
    description: 'Where the money can be found: a statement, a receipt',
    ...must('must have 1 to 40 letters, digits and _ . : -'),
  }),
});
export type OrderPaidRequest = Static<typeof OrderPaidRequest>;

export const HoldersRequest = Type.Object({
  holders: Type.Array(
    Type.Object({
      ...TicketOfOrder,
      name: Type.String({
        maxLength: ORDER_LIMITS.nameLength,
        pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$',
        description: '"" takes the name away',
        ...must('must be a name, without control characters'),
      }),
    }),
    { minItems: 1, maxItems: 1000, description: 'Other tickets stay as they are' },
  ),
});
export type HoldersRequest = Static<typeof HoldersRequest>;

export const ReissueRequest = Type.Object({
  tickets: Type.Array(Type.Object(TicketOfOrder), {
    minItems: 1,
    maxItems: 1000,
    description: 'Other tickets stay as they are',
  }),
});
export type ReissueRequest = Static<typeof ReissueRequest>;

export const AnswersRequest = Type.Object({
  answers: Type.Array(AnswerRequest, {
    maxItems: ORDER_LIMITS.answers,
    description: 'All answers of the order: what is left out is removed',
  }),
});
export type AnswersRequest = Static<typeof AnswersRequest>;

const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The ETag of the order as it was read; required', maxLength: 100 }),
  ),
});
const MovesMoney = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'New for each purpose, such as a UUID; required. The same key is the same request',
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
    }),
  ),
});

const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody } as const;
const ofOrder = { ...refusals, 404: ErrorBody } as const;
const edited = {
  200: OrderDetail,
  ...ofOrder,
  409: ErrorBody,
  412: ErrorBody,
  428: ErrorBody,
} as const;
const moved = {
  200: OrderDetail,
  ...ofOrder,
  409: ErrorBody,
  422: ErrorBody,
  428: ErrorBody,
} as const;

/** The routes of the office for finding, changing, refunding and selling orders. */
export const ordersOperations = {
  listOrders: {
    operationId: 'listOrders',
    method: 'GET',
    url: '/v1/orders',
    summary: 'Find orders',
    description:
      'Newest first. `q` is a name, an e-mail address, an order id, or a reference of a payment, each ' +
      'whole or in part, without difference of case and accents; several words must all be found. Orders that were rejected ' +
      'are only counted (countRejections).',
    access: { right: 'orders.read', of: 'any' },
    queryNumbers: ['limit'],
    schema: {
      querystring: Type.Object({
        q: Type.Optional(Type.String({ maxLength: OFFICE_ORDER_LIMITS.search })),
        eventId: Type.Optional(Type.String({ maxLength: 64 })),
        status: Type.Optional(
          Type.String({
            description: 'One or several, separated by commas',
            maxLength: 200,
            pattern:
              '^(held|confirmed|expired|cancelled|refunded)(,(held|confirmed|expired|cancelled|refunded))*$',
            ...must(
              'must be held, confirmed, expired, cancelled or refunded, or several with commas between',
            ),
          }),
        ),
        source: Type.Optional(OrderSource),
        refunded: Type.Optional(
          StringEnum(['true'], { description: 'Only orders of which money has gone back' }),
        ),
        from: Type.Optional(
          Type.String({ format: 'date-time', description: 'Placed then or later' }),
        ),
        to: Type.Optional(Type.String({ format: 'date-time', description: 'Placed before' })),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(
          Type.String({
            pattern: '^([1-9]\\d?|100)$',
            description: 'Default: 50',
            ...must('must be a number from 1 to 100'),
          }),
        ),
      }),
      response: { 200: OrderList, ...refusals },
    },
  },
  getOrderDetail: {
    operationId: 'getOrderDetail',
    method: 'GET',
    url: '/v1/orders/:orderId',
    summary: 'Everything about an order',
    description:
      'As it is now, from the sale, or from the records once it has left it; its tickets, payment, notes and ' +
      'history, and what may be done with it. `ETag` is for changing it.',
    access: { right: 'orders.read', of: 'any' },
    schema: { params: OrderParams, response: { 200: OrderDetail, ...ofOrder } },
  },
  countRejections: {
    operationId: 'countRejections',
    method: 'GET',
    url: '/v1/events/:eventId/rejections',
    summary: 'How many orders were rejected, and why',
    access: { right: 'orders.read', of: 'event' },
    schema: {
      params: Type.Object({ eventId: Type.String({ maxLength: 64 }) }),
      querystring: Type.Object({
        from: Type.Optional(Moment),
        to: Type.Optional(Moment),
      }),
      response: { 200: RejectionCounts, ...refusals },
    },
  },
  cancelOrder: {
    operationId: 'cancelOrder',
    method: 'POST',
    url: '/v1/orders/:orderId/cancellation',
    summary: 'Cancel an order for which nothing was paid',
    description:
      'One that is held, or confirmed and free. What was paid is refunded instead (409 ORDER_NOT_CHANGEABLE). While a payment ' +
      'is under way, 409 PAYMENT_UNDER_WAY.',
    access: { right: 'orders.refund', of: 'any' },
    schema: {
      params: OrderParams,
      headers: MovesMoney,
      body: CancelOrderRequest,
      response: moved,
    },
  },
  refundOrder: {
    operationId: 'refundOrder',
    method: 'POST',
    url: '/v1/orders/:orderId/refunds',
    summary: 'Refund an order: all, some tickets, or an amount',
    description:
      'What was paid by the provider goes back by it: the refund is noted, and the money follows. What was paid ' +
      'otherwise is noted alone (`movesMoney: false`); the team pays it back. A payment with an open dispute ' +
      'gets 409 PAYMENT_DISPUTED.',
    access: { right: 'orders.refund', of: 'any' },
    schema: {
      params: OrderParams,
      headers: MovesMoney,
      body: OrderRefundRequest,
      response: moved,
    },
  },
  markOrderPaid: {
    operationId: 'markOrderPaid',
    method: 'POST',
    url: '/v1/orders/:orderId/paid',
    summary: 'Note that a held order was paid by bank transfer or at the desk',
    access: { right: 'orders.refund', of: 'any' },
    schema: {
      params: OrderParams,
      headers: MovesMoney,
      body: OrderPaidRequest,
      response: moved,
    },
  },
  changeCustomer: {
    operationId: 'changeCustomer',
    method: 'PUT',
    url: '/v1/orders/:orderId/customer',
    summary: "Correct the buyer's name or e-mail address",
    description:
      'Also when the event is sold out. Of an order that is held or confirmed; the limit for each customer goes ' +
      'with the order to the new address.',
    access: { right: 'orders.write', of: 'any' },
    schema: {
      params: OrderParams,
      headers: IfMatch,
      body: CreateOrderRequest.properties.customer,
      response: edited,
    },
  },
  changeHolders: {
    operationId: 'changeHolders',
    method: 'PUT',
    url: '/v1/orders/:orderId/holders',
    summary: 'Put names on tickets',
    description: 'A ticket with a new name is issued again: copies of the former one do not admit.',
    access: { right: 'orders.write', of: 'any' },
    schema: { params: OrderParams, headers: IfMatch, body: HoldersRequest, response: edited },
  },
  reissueTickets: {
    operationId: 'reissueTickets',
    method: 'POST',
    url: '/v1/orders/:orderId/reissues',
    summary: 'Issue tickets again: earlier copies do not admit',
    description:
      'For tickets that were lost, or shown to others. Their buyer gets a mail with the new ones.',
    access: { right: 'orders.write', of: 'any' },
    schema: { params: OrderParams, headers: IfMatch, body: ReissueRequest, response: edited },
  },
  changeAnswers: {
    operationId: 'changeAnswers',
    method: 'PUT',
    url: '/v1/orders/:orderId/answers',
    summary: 'Correct the answers to the questions of the event',
    access: { right: 'orders.write', of: 'any' },
    schema: { params: OrderParams, headers: IfMatch, body: AnswersRequest, response: edited },
  },
  addOrderNote: {
    operationId: 'addOrderNote',
    method: 'POST',
    url: '/v1/orders/:orderId/notes',
    summary: 'Write a note for the team',
    access: { right: 'orders.write', of: 'any' },
    schema: {
      params: OrderParams,
      body: Type.Object({
        text: Type.String({
          minLength: 1,
          maxLength: OFFICE_ORDER_LIMITS.note,
          pattern: '\\S',
          ...must('must be a text'),
        }),
      }),
      response: { 201: OrderNote, ...ofOrder, 409: ErrorBody },
    },
  },
  removeOrderNote: {
    operationId: 'removeOrderNote',
    method: 'DELETE',
    url: '/v1/orders/:orderId/notes/:noteId',
    summary: 'Remove a note',
    access: { right: 'orders.write', of: 'any' },
    schema: {
      params: Type.Object({
        orderId: Type.String({ maxLength: 100 }),
        noteId: Type.String({ pattern: '^\\d{1,15}$', ...must('must be the number of a note') }),
      }),
      response: { 204: Type.Null(), ...ofOrder },
    },
  },
  getDesk: {
    operationId: 'getDesk',
    method: 'GET',
    url: '/v1/events/:eventId/desk',
    summary: 'What can be sold at the desk',
    access: { right: 'orders.sell', of: 'event' },
    schema: {
      params: Type.Object({ eventId: Type.String({ maxLength: 64 }) }),
      response: { 200: Desk, ...refusals, 404: ErrorBody },
    },
  },
  sellAtDesk: {
    operationId: 'sellAtDesk',
    method: 'POST',
    url: '/v1/events/:eventId/sales',
    summary: 'Sell at the desk, or give tickets away',
    description:
      'For money that has been taken, or for nothing. The order goes the way of all others; it is confirmed, or ' +
      'refused with 409 SOLD_OUT, HELD_BY_OTHERS or NOT_ON_SALE. Limits for each customer do not count. A response ' +
      'with the status `pending`: it waits in line, and its detail tells what becomes of it.',
    access: { right: 'orders.sell', of: 'event' },
    schema: {
      params: Type.Object({ eventId: Type.String({ maxLength: 64 }) }),
      headers: MovesMoney,
      body: SaleRequest,
      response: { 201: OrderDetail, ...ofOrder, 409: ErrorBody, 422: ErrorBody, 428: ErrorBody },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const ordersSchemas: Record<string, TSchema> = {
  Answer,
  AnswerRequest,
  AnswersRequest,
  AttemptState,
  CancelOrderRequest,
  Customer,
  CustomerRequest: CreateOrderRequest.properties.customer,
  Desk,
  DocumentOfOrder,
  HoldersRequest,
  ReissueRequest,
  Order,
  OrderAction,
  OrderDetail,
  OrderHistoryEntry,
  OrderItem,
  OrderLineRequest,
  OrderList,
  OrderNote,
  OrderPaidRequest,
  OrderRefundRequest,
  OrderSource,
  OrderStatus,
  OrderSummary,
  OrderTicket: TicketOfOrderDetail,
  PlaceInLine,
  RejectionCount,
  RejectionCounts,
  RefundReason,
  RefundState,
  RejectReason,
  SaleRequest,
  StaffAttempt,
  StaffDispute,
  StaffPayment,
  StaffRefund,
};
