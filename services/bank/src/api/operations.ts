import { ErrorBody, must, type Operation, StringEnum, Type } from '@onsale/contracts';
import { FAULT_NAMES } from '../faults/fault-list.ts';

const exact = { additionalProperties: false };
const TimeMs = Type.Integer({ minimum: 0, maximum: 2 ** 53 - 1 });
const AmountMinor = Type.Integer({ minimum: 1, maximum: 10 ** 12 });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', ...must('must be a currency of ISO 4217') });
const Url = Type.String({
  pattern: '^https?://[^\\s/?#@]+(/\\S*)?$',
  maxLength: 2000,
  ...must('must be an http:// or https:// address'),
});
const Id = Type.Object({ id: Type.String() });
/** In a query, as on the wire. */
const TimeText = Type.String({ pattern: '^\\d{1,16}$', ...must('must be a Unix time in ms') });

const Refund = Type.Object({
  id: Type.String(),
  paymentId: Type.String(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  state: StringEnum(['pending', 'done', 'failed']),
  problem: Type.Optional(Type.String()),
  createdAtMs: Type.Integer(),
});

const Dispute = Type.Object({
  id: Type.String(),
  paymentId: Type.String(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  state: StringEnum(['needs_response', 'under_review', 'won', 'lost']),
  respondByMs: Type.Integer(),
});

const Balance = Type.Object({
  currency: Currency,
  amountMinor: Type.Integer({ minimum: -(10 ** 12), maximum: 10 ** 12 }),
});

const Checkout = Type.Object({
  id: Type.String(),
  paymentId: Type.Optional(Type.String({ description: 'Once the buyer is through' })),
  orderUrl: Type.String(),
  state: StringEnum(['open', 'processing', 'paid', 'failed', 'expired']),
  amountMinor: Type.Integer({ description: 'What was or would be paid' }),
  currency: Type.String(),
  createdAtMs: Type.Integer(),
  expiresAtMs: Type.Integer(),
  url: Type.Optional(Type.String({ description: 'The page, while it is open' })),
  refunds: Type.Array(Refund),
  disputes: Type.Array(Dispute),
});

const Faults = Type.Array(StringEnum(FAULT_NAMES), { maxItems: FAULT_NAMES.length });
const faultSettings = {
  seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
  rates: Type.Object(
    Object.fromEntries(
      FAULT_NAMES.map((name) => [name, Type.Optional(Type.Number({ minimum: 0, maximum: 1 }))]),
    ),
    { description: 'How often each fault happens; those left out never', ...exact },
  ),
  lateMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
  slowMs: Type.Integer({ minimum: 0, maximum: 60_000 }),
};

const refusals = { 400: ErrorBody, 401: ErrorBody } as const;
const found = { ...refusals, 404: ErrorBody } as const;
const changed = { ...found, 409: ErrorBody } as const;

/** What payments calls: only these calls are hit by the faults of the API. */
export const provider = {
  startCheckout: {
    operationId: 'startCheckout',
    method: 'POST',
    url: '/checkouts',
    summary: 'Open a page on which a buyer pays',
    schema: {
      body: Type.Object(
        {
          orderUrl: Url,
          returnUrl: Url,
          description: Type.String({ maxLength: 500 }),
          amountMinor: AmountMinor,
          currency: Currency,
          expiresAtMs: TimeMs,
        },
        exact,
      ),
      response: { 200: Checkout, ...refusals, 422: ErrorBody },
    },
  },
  listCheckouts: {
    operationId: 'listCheckouts',
    method: 'GET',
    url: '/checkouts',
    summary: 'List the checkouts of a period, the newest first, 100 a page',
    schema: {
      querystring: Type.Object({
        sinceMs: Type.Optional(TimeText),
        untilMs: Type.Optional(TimeText),
        cursor: Type.Optional(Type.String({ description: '`next` of the page before' })),
      }),
      response: {
        200: Type.Object({
          checkouts: Type.Array(Checkout),
          next: Type.Optional(Type.String()),
        }),
        ...refusals,
      },
    },
  },
  readCheckout: {
    operationId: 'readCheckout',
    method: 'GET',
    url: '/checkouts/:id',
    summary: 'Read a checkout',
    schema: { params: Id, response: { 200: Checkout, ...found } },
  },
  readPayment: {
    operationId: 'readPayment',
    method: 'GET',
    url: '/payments/:id',
    summary: 'Read the checkout of a payment',
    schema: { params: Id, response: { 200: Checkout, ...found } },
  },
  expireCheckout: {
    operationId: 'expireCheckout',
    method: 'POST',
    url: '/checkouts/:id/expire',
    summary: 'Close the page of a checkout; returns how it stands then',
    schema: { params: Id, response: { 200: Checkout, ...found, 422: ErrorBody } },
  },
  refund: {
    operationId: 'refund',
    method: 'POST',
    url: '/refunds',
    summary: 'Send money back',
    schema: {
      body: Type.Object(
        {
          paymentId: Type.String(),
          amountMinor: AmountMinor,
          currency: Currency,
          orderUrl: Type.Optional(Url),
        },
        exact,
      ),
      response: { 200: Refund, ...changed, 422: ErrorBody },
    },
  },
  readAccount: {
    operationId: 'readAccount',
    method: 'GET',
    url: '/account',
    summary: 'What payments doctor looks at; `sample` is a signed message',
    schema: {
      response: {
        200: Type.Object({
          nowMs: Type.Integer(),
          webhookUrl: Type.String(),
          waitingMessages: Type.Integer(),
          balances: Type.Array(Balance),
          sample: Type.Object({
            headers: Type.Record(Type.String(), Type.String()),
            body: Type.String(),
          }),
        }),
        ...refusals,
      },
    },
  },
} as const satisfies Record<string, Operation>;

/** What tests and demos call instead of a buyer, a seller or fate. */
export const control = {
  payCheckout: {
    operationId: 'payCheckout',
    method: 'POST',
    url: '/checkouts/:id/pay',
    summary: 'Pay, as the buyer would',
    schema: { params: Id, response: { 200: Checkout, ...changed } },
  },
  declineCheckout: {
    operationId: 'declineCheckout',
    method: 'POST',
    url: '/checkouts/:id/decline',
    summary: 'Decline the payment for good',
    schema: { params: Id, response: { 200: Checkout, ...changed } },
  },
  disputePayment: {
    operationId: 'disputePayment',
    method: 'POST',
    url: '/payments/:id/dispute',
    summary: 'Open a dispute, or move the open one on',
    schema: {
      params: Id,
      body: Type.Object(
        { state: StringEnum(['needs_response', 'under_review', 'won', 'lost']) },
        exact,
      ),
      response: { 200: Checkout, ...changed },
    },
  },
  setCheckoutFaults: {
    operationId: 'setCheckoutFaults',
    method: 'PUT',
    url: '/checkouts/:id/faults',
    summary: 'Choose the faults of one checkout',
    schema: {
      params: Id,
      body: Type.Object({ faults: Faults }, exact),
      response: { 200: Type.Object({ faults: Faults }), ...found },
    },
  },
  readFaults: {
    operationId: 'readFaults',
    method: 'GET',
    url: '/faults',
    summary: 'How often each fault happens',
    schema: {
      response: {
        200: Type.Object({
          ...faultSettings,
          struck: Type.Record(Type.String(), Type.Integer(), {
            description: 'How often each has happened since the start',
          }),
        }),
        401: ErrorBody,
      },
    },
  },
  setFaults: {
    operationId: 'setFaults',
    method: 'PUT',
    url: '/faults',
    summary: 'Set how often each fault happens; a seed begins their row again',
    schema: {
      body: Type.Partial(Type.Object(faultSettings), exact),
      response: { 200: Type.Object(faultSettings), ...refusals },
    },
  },
  passTime: {
    operationId: 'passTime',
    method: 'POST',
    url: '/time',
    summary: 'Bring nearer what waits for its time: ends, decisions, refunds',
    schema: {
      body: Type.Object(
        {
          passMs: Type.Integer({ minimum: 1, maximum: 366 * 86_400_000 }),
          checkoutId: Type.Optional(Type.String()),
        },
        exact,
      ),
      response: { 200: Type.Object({ passedMs: Type.Integer() }), ...found },
    },
  },
  setBalance: {
    operationId: 'setBalance',
    method: 'PUT',
    url: '/account/balance',
    summary: 'Pay out of the account, or into it, until it has this much',
    schema: {
      body: Type.Object(Balance.properties, exact),
      response: { 200: Balance, ...refusals },
    },
  },
  readBooks: {
    operationId: 'readBooks',
    method: 'GET',
    url: '/books',
    summary: 'The sums of all payments and refunds, for each order and currency',
    schema: {
      response: {
        200: Type.Object({
          orders: Type.Array(
            Type.Object({
              orderUrl: Type.String(),
              currency: Type.String(),
              payments: Type.Integer({ description: 'Checkouts that were paid' }),
              paidMinor: Type.Integer(),
              refundedMinor: Type.Integer(),
              pendingMinor: Type.Integer({ description: 'In refunds that are not decided' }),
              lostMinor: Type.Integer({ description: 'In disputes' }),
              undecided: Type.Integer({ description: 'Checkouts that are open or processing' }),
            }),
          ),
          waitingMessages: Type.Integer(),
        }),
        401: ErrorBody,
      },
    },
  },
} as const satisfies Record<string, Operation>;
