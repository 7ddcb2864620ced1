import type { Static } from 'typebox';
import type { Operation } from './operation.ts';
import { OrderStatus } from './order.ts';
import { ErrorBody, StringEnum } from './schema.ts';
import { Type } from './type.ts';

const OrderParams = Type.Object({ orderId: Type.String() });

// What a buyer sees.

/**
 * How the payment of an order stands, for its buyer. `none`: none was started. `open`: the page of the
 * provider waits for the buyer. `checking`: the provider has not decided yet, or is being asked.
 * `failed`: declined or left; there may be another attempt while the order is held. `paid`: the tickets
 * are paid. `returning`, `returned`: money that gets no tickets goes back, or has gone back.
 */
export const PAYMENT_STATES = [
  ...(['none', 'open', 'checking', 'failed', 'paid', 'returning', 'returned'] as const),
] as const;
export const PaymentState = StringEnum(PAYMENT_STATES, { examples: ['open'] });
export type PaymentState = (typeof PAYMENT_STATES)[number];

/**
 * The life of a refund. `asked`: noted, and not yet taken by the provider. `pending`: the provider is
 * on it. `waiting_for_balance`: the seller's account does not have the money; it is tried again.
 * `done`: the money has left. `failed`: the provider gave up; a person must decide.
 */
export const REFUND_STATES = ['asked', 'pending', 'waiting_for_balance', 'done', 'failed'] as const;
export const RefundState = StringEnum(REFUND_STATES);
export type RefundState = (typeof REFUND_STATES)[number];

/**
 * Why money goes back. `late`: it came after the order had expired, and the tickets were gone, or
 * too many for one customer. `cancelled`: the order or its event was cancelled before. `twice`: the
 * order was paid already. `wrong_amount`: not what the order costs. `seller`: by the seller's team.
 * `provider`: by the seller, in the provider's dashboard.
 */
export const REFUND_REASONS = [
  'late',
  'cancelled',
  'twice',
  'wrong_amount',
  'seller',
  'provider',
] as const;
export const RefundReason = StringEnum(REFUND_REASONS);
export type RefundReason = (typeof REFUND_REASONS)[number];

export const StartedPayment = Type.Object({
  url: Type.String({ format: 'uri', description: "The provider's page on which the buyer pays" }),
  holdUntil: Type.String({
    format: 'date-time',
    description: 'Until when the tickets are held; count down from the Date of the response',
  }),
});
export type StartedPayment = Static<typeof StartedPayment>;

export const BuyerRefund = Type.Object({
  amount: Type.Number(),
  state: RefundState,
  reason: RefundReason,
  askedAt: Type.String({ format: 'date-time' }),
  doneAt: Type.Optional(Type.String({ format: 'date-time' })),
});

export const OrderPayment = Type.Object({
  orderId: Type.String(),
  status: OrderStatus,
  state: PaymentState,
  url: Type.Optional(
    Type.String({ format: 'uri', description: "The provider's page, while it is open" }),
  ),
  holdUntil: Type.Optional(Type.String({ format: 'date-time' })),
  amount: Type.Number(),
  currency: Type.String(),
  refunds: Type.Array(BuyerRefund),
  isFinal: Type.Boolean({
    description: 'Nothing is open or on its way; asking again brings nothing new by itself',
  }),
  message: Type.String({ description: 'How the payment stands, as a sentence' }),
});
export type OrderPayment = Static<typeof OrderPayment>;

/** What buyers may call: the door passes on `/orders/{orderId}/payment` and `/webhooks/*`. */
export const payments = {
  startPayment: {
    operationId: 'startPayment',
    method: 'POST',
    url: '/orders/:orderId/payment',
    summary: 'Begin to pay a held order',
    description:
      "Returns the address of the provider's page. May be repeated: while that page is open, the same " +
      'address is returned; after a decline or an expired page, a new attempt begins. An order that is ' +
      'not held gets 409 ORDER_NOT_HELD, one whose payment the provider has not decided 409 ' +
      'PAYMENT_UNDER_WAY. It has no body, but the content type must be application/json, which pages ' +
      'of other sites cannot send unasked.',
    schema: {
      params: OrderParams,
      response: {
        200: StartedPayment,
        404: ErrorBody,
        409: ErrorBody,
        429: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  getOrderPayment: {
    operationId: 'getOrderPayment',
    method: 'GET',
    url: '/orders/:orderId/payment',
    summary: 'How the payment of an order stands',
    schema: {
      params: OrderParams,
      response: { 200: OrderPayment, 404: ErrorBody, 503: ErrorBody },
    },
  },
  receiveWebhook: {
    operationId: 'receiveWebhook',
    method: 'POST',
    url: '/webhooks/:provider',
    summary: 'For the payment provider alone',
    description:
      'A signed message of the provider. Answered 204 once its effect is stored, or when it is none of ' +
      'ours; a wrong signature or an old one gets 400, an unknown order 404, and whatever cannot be ' +
      'stored now 503, so that it comes again.',
    schema: {
      params: Type.Object({ provider: Type.String() }),
      response: {
        204: Type.Null(),
        400: ErrorBody,
        404: ErrorBody,
        413: ErrorBody,
        503: ErrorBody,
      },
    },
  },
} as const satisfies Record<string, Operation>;

// What the seller's team sees; with a service token, from the office and from admin.

/** `starting`: the provider was asked, and its answer is not known. `processing`: completed, not paid. */
export const ATTEMPT_STATES = [
  ...(['starting', 'open', 'processing', 'paid', 'failed', 'expired'] as const),
] as const;
export const AttemptState = StringEnum(ATTEMPT_STATES);
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export const StaffAttempt = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  state: AttemptState,
  checkoutId: Type.Optional(Type.String()),
  paymentId: Type.Optional(Type.String()),
  amount: Type.Optional(Type.Number({ description: 'What was paid, once it was' })),
  currency: Type.Optional(Type.String()),
  use: Type.Optional(StringEnum(['tickets', 'refund'], { description: 'What its money is for' })),
  startedAt: Type.String({ format: 'date-time' }),
});

export const StaffRefund = Type.Object({
  id: Type.String(),
  paymentId: Type.String(),
  amount: Type.Number(),
  state: RefundState,
  reason: RefundReason,
  providerId: Type.Optional(Type.String()),
  problem: Type.Optional(Type.String({ description: 'What the provider said last' })),
  askedAt: Type.String({ format: 'date-time' }),
  doneAt: Type.Optional(Type.String({ format: 'date-time' })),
});

export const StaffDispute = Type.Object({
  id: Type.String(),
  paymentId: Type.String(),
  amount: Type.Number(),
  state: StringEnum(['needs_response', 'under_review', 'won', 'lost']),
  respondBy: Type.Optional(Type.String({ format: 'date-time' })),
});

export const StaffPayment = Type.Object({
  orderId: Type.String(),
  status: OrderStatus,
  provider: Type.String(),
  amount: Type.Number({ description: 'What the order costs' }),
  currency: Type.String(),
  markedPaid: Type.Optional(
    Type.Object(
      { reference: Type.String(), at: Type.String({ format: 'date-time' }) },
      { description: 'Of an order that a person has marked as paid' },
    ),
  ),
  attempts: Type.Array(StaffAttempt),
  refunds: Type.Array(StaffRefund),
  disputes: Type.Array(StaffDispute),
  problems: Type.Array(Type.String(), { description: 'What a person should look at' }),
});
export type StaffPayment = Static<typeof StaffPayment>;

export const RefundRequest = Type.Object(
  {
    id: Type.String({
      pattern: '^[\\w.:-]{1,40}$',
      description: 'Chosen by the caller; the same id is the same refund',
    }),
    amount: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Money alone; no ticket is revoked' }),
    ),
    tickets: Type.Optional(
      Type.Array(Type.Object({ ticketId: Type.String(), number: Type.Integer({ minimum: 1 }) }), {
        minItems: 1,
        maxItems: 1000,
        description: 'These tickets, each at its price',
      }),
    ),
    paymentId: Type.Optional(
      Type.String({
        description:
          'Money of this payment alone: for what the comparison has found, since the rest may be right',
      }),
    ),
    restock: Type.Optional(
      Type.Boolean({ description: 'Whether the tickets go back on sale', default: false }),
    ),
  },
  { description: 'With neither amount nor tickets: everything that is left' },
);
export type RefundRequest = Static<typeof RefundRequest>;

export const MarkPaidRequest = Type.Object({
  reference: Type.String({
    pattern: '^[\\w.:-]{1,40}$',
    description: 'Where the money can be found: a statement, a receipt',
  }),
});

/** Where the orders, our records and the provider's disagree. */
export const RECONCILE_FINDINGS = [
  'paid_without_ticket',
  'ticket_without_payment',
  'amount_differs',
  'paid_twice',
  'refund_hangs',
  'refund_failed',
  'refund_unknown',
  'dispute',
  'unknown_to_us',
  'unknown_to_provider',
] as const;

export const Reconciliation = Type.Object({
  from: Type.String({ format: 'date-time' }),
  to: Type.String({ format: 'date-time' }),
  checkedPayments: Type.Integer(),
  checkedOrders: Type.Integer(),
  received: Type.Array(Type.Object({ currency: Type.String(), amount: Type.Number() })),
  refunded: Type.Array(Type.Object({ currency: Type.String(), amount: Type.Number() })),
  findings: Type.Array(
    Type.Object({
      kind: StringEnum(RECONCILE_FINDINGS),
      orderId: Type.Optional(Type.String()),
      paymentId: Type.Optional(Type.String()),
      message: Type.String(),
    }),
  ),
});
export type Reconciliation = Static<typeof Reconciliation>;

export const Balance = Type.Object({
  provider: Type.String(),
  available: Type.Optional(
    Type.Array(Type.Object({ currency: Type.String(), amount: Type.Number() }), {
      description:
        'What the account of the seller has for refunds; absent when the provider cannot say',
    }),
  ),
});
export type Balance = Static<typeof Balance>;

export const DoctorReport = Type.Object({
  provider: Type.String(),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      ok: Type.Boolean(),
      message: Type.String(),
    }),
  ),
  webhookSecret: Type.Optional(
    Type.String({ description: 'Only when the endpoint was created just now: shown once' }),
  ),
});
export type DoctorReport = Static<typeof DoctorReport>;

const refusals = { 401: ErrorBody, 503: ErrorBody } as const;

export const staffPayments = {
  getPayment: {
    operationId: 'getPayment',
    method: 'GET',
    url: '/payments/:orderId',
    summary: 'Everything about the payment of an order',
    schema: { params: OrderParams, response: { 200: StaffPayment, 404: ErrorBody, ...refusals } },
  },
  refundPayment: {
    operationId: 'refundPayment',
    method: 'POST',
    url: '/payments/:orderId/refunds',
    summary: 'Refund an order: all, some tickets, or an amount',
    description:
      'Notes the refund, revokes the tickets it names, and returns at once; the money follows. May be ' +
      'repeated with the same id. A payment with an open dispute gets 409 PAYMENT_DISPUTED.',
    schema: {
      params: OrderParams,
      body: RefundRequest,
      response: { 200: StaffPayment, 400: ErrorBody, 404: ErrorBody, 409: ErrorBody, ...refusals },
    },
  },
  markPaid: {
    operationId: 'markPaid',
    method: 'POST',
    url: '/payments/:orderId/paid',
    summary: 'Note that a held order was paid by bank transfer or at the desk',
    schema: {
      params: OrderParams,
      body: MarkPaidRequest,
      response: { 200: StaffPayment, 400: ErrorBody, 404: ErrorBody, 409: ErrorBody, ...refusals },
    },
  },
  reconcile: {
    operationId: 'reconcile',
    method: 'POST',
    url: '/reconciliations',
    summary: 'Compare payments of a period with the provider and with the orders',
    schema: {
      body: Type.Object({
        from: Type.String({ format: 'date-time' }),
        to: Type.String({ format: 'date-time' }),
      }),
      response: { 200: Reconciliation, 400: ErrorBody, ...refusals },
    },
  },
  readBalance: {
    operationId: 'readBalance',
    method: 'GET',
    url: '/balance',
    summary: "What the seller's account at the provider has for refunds",
    schema: { response: { 200: Balance, ...refusals } },
  },
  runDoctor: {
    operationId: 'runDoctor',
    method: 'POST',
    url: '/doctor',
    summary: 'Check the settings at the provider',
    schema: {
      body: Type.Object({
        createEndpoint: Type.Optional(
          Type.Boolean({ description: 'Creates the webhook endpoint where it is missing' }),
        ),
      }),
      response: { 200: DoctorReport, ...refusals },
    },
  },
} as const satisfies Record<string, Operation>;
