import type { Static } from 'typebox';
import { Type } from './type.ts';
import { StringEnum } from './schema.ts';

/** `unknown`: a status written by a newer version than the one reading it. */
export const ORDER_STATUSES = [
  ...(['pending', 'held', 'confirmed', 'rejected', 'expired', 'cancelled', 'refunded'] as const),
  'unknown',
] as const;
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
export type RejectReason = (typeof REJECT_REASONS)[number];

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
  message: Type.String({ description: 'The status as a sentence' }),
  createdAt: Type.String({ format: 'date-time' }),
  settledAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type Order = Static<typeof Order>;

/** One message of `GET /orders/{id}/stream`: the whole order, sent at each change of status. */
export const OrderStreamMessage = Order;
