import type { Static } from 'typebox';
import { Type } from './type.ts';
import { ORDER_STATUSES } from './order.ts';
import { must, StringEnum } from './schema.ts';

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
  expectedTotal: Type.Optional(
    Type.Number({
      description:
        'The total that the buyer was shown, as in grandTotal. When the tickets cost something ' +
        'else now, nothing is ordered (409 PRICE_CHANGED). It is no part of what makes two ' +
        'requests the same.',
      minimum: 0,
      examples: [86.4],
    }),
  ),
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

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'New for each purchase: take 128 random bits, for example a UUID. The same key and body ' +
        'again, within 24 hours, return the first order; the same key and e-mail address with ' +
        'another body are refused (422). Every customer has keys of their own.',
      minLength: 1,
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
      pattern: '^[\\x20-\\x7e]*[\\x21-\\x7e][\\x20-\\x7e]*$',
      ...must('must be 1 to 255 printable ASCII characters and not blank'),
    }),
  ),
});
