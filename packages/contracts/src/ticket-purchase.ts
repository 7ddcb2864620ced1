import type { Static } from 'typebox';
import { Type } from './type.ts';
import type { Operation } from './operation.ts';
import { ErrorBody, must, StringEnum } from './schema.ts';

/** Limits of one order's request; the reason for each stands beside it. */
export const ORDER_LIMITS = {
  /** A basket is one screen; more lines are a script's. */
  lines: 20,
  /** Above this a number is no quantity; `MAX_QTY_PER_ORDER` sets the real limit. */
  qty: 1_000_000,
  nameLength: 200,
  /** RFC 5321. */
  emailLength: 254,
  paymentMethodLength: 64,
  idempotencyKeyLength: 255,
} as const;

export const ORDER_STATUSES = ['pending', 'confirmed', 'rejected'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Why an order was rejected: the stock ran out first, or its entry could not be processed. */
export const REJECT_REASONS = ['sold_out', 'failed'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export const Ticket = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ examples: ['adult'] }),
  price: Type.Number({ description: 'In units of the currency', examples: [25.0] }),
  currency: Type.String({ examples: ['USD'] }),
  description: Type.String(),
  eventId: Type.String(),
  capacity: Type.Integer({ description: 'Tickets of this type that can ever be sold' }),
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

export const OrderItem = Type.Object({
  ticketId: Type.String(),
  type: Type.String(),
  qty: Type.Integer(),
  unitPrice: Type.Number(),
  total: Type.Number(),
});

export const Order = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  customer: Type.Object({ name: Type.String(), email: Type.String() }),
  items: Type.Array(OrderItem),
  grandTotal: Type.Number(),
  currency: Type.String(),
  paymentMethod: Type.String(),
  status: StringEnum(ORDER_STATUSES, { examples: ['confirmed'] }),
  reason: Type.Optional(
    StringEnum(REJECT_REASONS, { description: 'Why a rejected order was rejected' }),
  ),
  message: Type.String({ description: 'The status in a sentence' }),
  createdAt: Type.String({ format: 'date-time' }),
  settledAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type Order = Static<typeof Order>;

// Everything but control characters, and at least one visible character.
const TEXT_PATTERN = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$';
// One @ with something before it and a dotted name behind it: who owns it only a mail can tell.
const EMAIL_PATTERN =
  '^[^\\s@\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+@[^\\s@.\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+(\\.[^\\s@.\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+)+$';

export const CreateOrderRequest = Type.Object({
  customer: Type.Object({
    name: Type.String({
      minLength: 1,
      maxLength: ORDER_LIMITS.nameLength,
      pattern: TEXT_PATTERN,
      ...must('must be a name without control characters'),
    }),
    email: Type.String({
      maxLength: ORDER_LIMITS.emailLength,
      pattern: EMAIL_PATTERN,
      ...must('must be an e-mail address'),
    }),
  }),
  items: Type.Array(
    Type.Object({
      ticketId: Type.String({ minLength: 1, maxLength: 64 }),
      qty: Type.Integer({ minimum: 1, maximum: ORDER_LIMITS.qty }),
    }),
    { minItems: 1, maxItems: ORDER_LIMITS.lines },
  ),
  paymentMethod: Type.String({
    minLength: 1,
    maxLength: ORDER_LIMITS.paymentMethodLength,
    pattern: TEXT_PATTERN,
    examples: ['credit_card'],
    ...must('must be a payment method without control characters'),
  }),
});
export type CreateOrderRequest = Static<typeof CreateOrderRequest>;

export const CreateOrderResponse = Type.Object({
  orderId: Type.String(),
  status: StringEnum(ORDER_STATUSES),
  grandTotal: Type.Number(),
  currency: Type.String(),
  message: Type.String(),
});
export type CreateOrderResponse = Static<typeof CreateOrderResponse>;

/** One message of `GET /orders/{id}/stream`: the whole order, at each change of its status. */
export const OrderStreamMessage = Order;

export const TicketQuery = Type.Object({
  event: Type.Optional(Type.String({ description: 'Only tickets of this event' })),
  type: Type.Optional(Type.String({ description: 'Only tickets of this type' })),
  min_price: Type.Optional(decimalParameter('Only tickets that cost at least this')),
  max_price: Type.Optional(decimalParameter('Only tickets that cost at most this')),
});
export type TicketQuery = Static<typeof TicketQuery>;

// A query parameter is text on the wire; the pattern admits what a person writes as a price, and
// what a program makes of a sum (33.333333333333336).
function decimalParameter(description: string) {
  return Type.String({
    description,
    pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,20})?$',
    examples: ['25.00'],
    ...must('must be a number such as 25 or 25.50'),
  });
}

const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Any text of the client, new for each purchase. The same key and body again, within 24 ' +
        'hours, return the first order; the same key with another body is refused (422).',
      minLength: 1,
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
      pattern: '^[\\x20-\\x7e]+$',
      ...must('must be 1 to 255 printable ASCII characters'),
    }),
  ),
});

const OrderParams = Type.Object({ orderId: Type.String() });

export const ticketPurchase = {
  listTickets: {
    operationId: 'listTickets',
    method: 'GET',
    url: '/tickets',
    summary: 'Ticket types on sale',
    queryNumbers: ['min_price', 'max_price'],
    schema: {
      querystring: TicketQuery,
      response: {
        200: Type.Object(
          { tickets: Type.Array(Ticket) },
          { description: 'The ticket types that match' },
        ),
        400: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  listEvents: {
    operationId: 'listEvents',
    method: 'GET',
    url: '/events',
    summary: 'Events that tickets are sold for',
    schema: {
      response: {
        200: Type.Object({ events: Type.Array(Event) }, { description: 'All events' }),
        503: ErrorBody,
      },
    },
  },
  getEvent: {
    operationId: 'getEvent',
    method: 'GET',
    url: '/events/:eventId',
    summary: 'One event',
    schema: {
      params: Type.Object({ eventId: Type.String() }),
      response: { 200: Event, 404: ErrorBody, 503: ErrorBody },
    },
  },
  placeOrder: {
    operationId: 'placeOrder',
    method: 'POST',
    url: '/orders',
    summary: 'Place an order',
    description:
      'Answers 201 once the order is stored and in line. Whether it is confirmed tells ' +
      'GET /orders/{orderId}, or its stream.',
    schema: {
      headers: IdempotencyHeaders,
      body: CreateOrderRequest,
      response: {
        201: CreateOrderResponse,
        400: ErrorBody,
        408: ErrorBody,
        409: ErrorBody,
        413: ErrorBody,
        415: ErrorBody,
        422: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  getOrder: {
    operationId: 'getOrder',
    method: 'GET',
    url: '/orders/:orderId',
    summary: 'One order',
    schema: { params: OrderParams, response: { 200: Order, 404: ErrorBody, 503: ErrorBody } },
  },
  streamOrder: {
    operationId: 'streamOrder',
    method: 'GET',
    url: '/orders/:orderId/stream',
    summary: 'Follow one order until it is settled',
    description:
      'Server-sent events named "order": the order as it is, then as it changes. The stream ends ' +
      'when the order has its final status.',
    contentType: 'text/event-stream',
    schema: {
      params: OrderParams,
      response: { 200: OrderStreamMessage, 404: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;
