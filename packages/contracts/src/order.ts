import type { Static } from 'typebox';
import { Type } from './type.ts';
import { must, StringEnum } from './schema.ts';

/** `unknown`: a status written by a newer version than the one reading it. */
export const ORDER_STATUSES = [
  ...(['pending', 'held', 'confirmed', 'rejected', 'expired', 'cancelled', 'refunded'] as const),
  'unknown',
] as const;
export const OrderStatus = StringEnum(ORDER_STATUSES, { examples: ['confirmed'] });
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * Why an order was rejected: sold out; the rest is held by buyers who are paying; the customer's
 * limit; the event or ticket type is not on sale; its code; its entry could not be processed.
 */
export const REJECT_REASONS = [
  'sold_out',
  'held_by_others',
  'limit',
  'not_on_sale',
  'code',
  'failed',
] as const;
export const RejectReason = StringEnum(REJECT_REASONS, {
  description: 'Why a rejected order was rejected',
});
export type RejectReason = (typeof REJECT_REASONS)[number];

export const Customer = Type.Object({ name: Type.String(), email: Type.String() });

export const OrderItem = Type.Object({
  ticketId: Type.String(),
  type: Type.String(),
  qty: Type.Integer(),
  unitPrice: Type.Number(),
  total: Type.Number(),
  refunded: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1 }), {
      description:
        'Numbers of the tickets of this line that were refunded; the tickets of a line are numbered ' +
        'from 1',
    }),
  ),
});

/** What a buyer answered to a question of the event. */
export const Answer = Type.Object({
  questionId: Type.String(),
  answer: Type.String(),
  ticketId: Type.Optional(
    Type.String({ description: 'Only for a question that is asked for each ticket' }),
  ),
  number: Type.Optional(
    Type.Integer({ description: 'Which of the tickets of this type, from 1', minimum: 1 }),
  ),
});
export type Answer = Static<typeof Answer>;

/** The language that its buyer reads, in which mails about it are written where there is a text in it. */
export const Language = Type.String({
  description: 'The language of the buyer, for mails and documents: ISO 639-1',
  pattern: '^[a-z]{2}$',
  examples: ['de'],
  ...must('must be two small letters, as ISO 639-1 has them'),
});

/** Where a pending order stands in line. */
export const PlaceInLine = Type.Object({
  ahead: Type.Integer({
    minimum: 0,
    description: 'Orders that were placed before it and are not settled yet',
  }),
  estimateS: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description:
      'Seconds until it is settled, at the pace of the last moments; null when not known',
  }),
});
export type PlaceInLine = Static<typeof PlaceInLine>;

export const Order = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  customer: Customer,
  items: Type.Array(OrderItem),
  grandTotal: Type.Number(),
  fee: Type.Optional(Type.Number({ description: 'How much of grandTotal is fees' })),
  tax: Type.Optional(Type.Number({ description: 'How much of grandTotal is tax' })),
  discount: Type.Optional(
    Type.Number({ description: 'By how much grandTotal is less than the sum of the items' }),
  ),
  code: Type.Optional(Type.String({ description: 'The code that it was ordered with' })),
  refundedTotal: Type.Optional(
    Type.Number({ description: 'How much of grandTotal was paid back' }),
  ),
  currency: Type.String(),
  paymentMethod: Type.String(),
  status: OrderStatus,
  reason: Type.Optional(RejectReason),
  message: Type.String({ description: 'The status as a sentence' }),
  line: Type.Optional(PlaceInLine),
  holdUntil: Type.Optional(
    Type.String({
      description:
        'Until when the tickets of a held order are held; count down from the Date of the response',
      format: 'date-time',
    }),
  ),
  paying: Type.Optional(
    Type.Boolean({
      description:
        'A payment is under way: until it has ended, a held order neither expires nor can it be cancelled',
    }),
  ),
  answers: Type.Optional(Type.Array(Answer)),
  terms: Type.Optional(Type.String({ description: 'The version of the terms that was accepted' })),
  language: Type.Optional(Language),
  createdAt: Type.String({ format: 'date-time' }),
  settledAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type Order = Static<typeof Order>;

/**
 * One message of `GET /orders/{id}/stream`: the whole order, sent at each change of its status,
 * deadline or place in line.
 */
export const OrderStreamMessage = Order;
