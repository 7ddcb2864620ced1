import type { Static } from 'typebox';
import { Type } from './type.ts';
import { ADMISSION_HEADER } from './waiting-room.ts';
import { CodeText } from './code.ts';
import { Language, OrderStatus } from './order.ts';
import { must } from './schema.ts';

/** Limits of an order request. */
export const ORDER_LIMITS = {
  /** A basket fits on one screen; only a script sends more lines. */
  lines: 20,
  /** Larger numbers are not quantities; `MAX_QTY_PER_ORDER` sets the real limit. */
  qty: 1_000_000,
  nameLength: 200,
  /** RFC 5321. */
  emailLength: 254,
  paymentMethodLength: 64,
  idempotencyKeyLength: 255,
  answers: 200,
  answerLength: 500,
  termsLength: 64,
} as const;

// Everything but control characters, and at least one visible character.
const TEXT_PATTERN = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$';
/** One @, something before it and a dotted name after it. Only sending a mail can tell the rest. */
export const EMAIL_PATTERN =
  '^[^\\s@\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+@[^\\s@.\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+(\\.[^\\s@.\\u0000-\\u001f\\u007f-\\u009f<>(),;:\\\\"\\[\\]]+)+$';

/** One line of an order request. */
export const OrderLineRequest = Type.Object({
  ticketId: Type.String({ minLength: 1, maxLength: 64 }),
  qty: Type.Integer({ minimum: 1, maximum: ORDER_LIMITS.qty }),
});

/** An answer to a question of the event, as it is sent. */
export const AnswerRequest = Type.Object({
  questionId: Type.String({ minLength: 1, maxLength: 64 }),
  answer: Type.String({
    minLength: 1,
    maxLength: ORDER_LIMITS.answerLength,
    pattern: TEXT_PATTERN,
    ...must('must be a text, without control characters'),
  }),
  ticketId: Type.Optional(
    Type.String({
      description: 'For a question that is asked for each ticket: the ticket type',
      minLength: 1,
      maxLength: 64,
    }),
  ),
  number: Type.Optional(
    Type.Integer({
      description: 'Which of the tickets of this type, from 1',
      minimum: 1,
      maximum: ORDER_LIMITS.qty,
    }),
  ),
});

export const CreateOrderRequest = Type.Object({
  customer: Type.Object({
    name: Type.String({
      minLength: 1,
      maxLength: ORDER_LIMITS.nameLength,
      pattern: TEXT_PATTERN,
      ...must('must be a name, without control characters'),
    }),
    email: Type.String({
      maxLength: ORDER_LIMITS.emailLength,
      pattern: EMAIL_PATTERN,
      ...must('must be a valid e-mail address'),
    }),
  }),
  items: Type.Array(OrderLineRequest, { minItems: 1, maxItems: ORDER_LIMITS.lines }),
  paymentMethod: Type.String({
    minLength: 1,
    maxLength: ORDER_LIMITS.paymentMethodLength,
    pattern: TEXT_PATTERN,
    examples: ['credit_card'],
    ...must('must be a payment method, without control characters'),
  }),
  expectedTotal: Type.Optional(
    Type.Number({
      description:
        'The total shown to the buyer, in the form of grandTotal. If the price has changed since, ' +
        'nothing is ordered (409 PRICE_CHANGED). It is ignored when a repeated request is ' +
        'compared with the first one.',
      minimum: 0,
      examples: [86.4],
    }),
  ),
  answers: Type.Optional(
    Type.Array(AnswerRequest, {
      description: 'Answers to the questions of the event; required ones must be answered',
      maxItems: ORDER_LIMITS.answers,
    }),
  ),
  terms: Type.Optional(
    Type.String({
      description:
        'The version of the terms that the buyer was shown and has accepted; required when the event ' +
        'has terms of its own. If it is not the present one, nothing is ordered (409 TERMS_CHANGED).',
      minLength: 1,
      maxLength: ORDER_LIMITS.termsLength,
      pattern: TEXT_PATTERN,
      ...must('must be the version of the terms, without control characters'),
    }),
  ),
  language: Type.Optional(Language),
  code: Type.Optional(CodeText),
});
export type CreateOrderRequest = Static<typeof CreateOrderRequest>;

export const CreateOrderResponse = Type.Object({
  orderId: Type.String(),
  status: OrderStatus,
  grandTotal: Type.Number(),
  currency: Type.String(),
  message: Type.String(),
});
export type CreateOrderResponse = Static<typeof CreateOrderResponse>;

export const OrderHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'New for each purchase: 128 random bits, for example a UUID. Within 24 hours, the same key ' +
        'and body return the first order; the same key and e-mail address with another body are ' +
        'refused (422). Keys of different customers never collide.',
      minLength: 1,
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
      pattern: '^[\\x20-\\x7e]*[\\x21-\\x7e][\\x20-\\x7e]*$',
      ...must('must be 1 to 255 printable ASCII characters and not blank'),
    }),
  ),
  [ADMISSION_HEADER]: Type.Optional(
    Type.String({
      description:
        'The admission of the waiting room, where the event has one; with the cookie of the place. ' +
        'Without it: 403 ADMISSION_REQUIRED',
      maxLength: 300,
    }),
  ),
});
