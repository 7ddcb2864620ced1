// What every payment provider can do for us. Its implementations are the only code that knows a
// provider's words; everything else speaks these.
//
// Amounts are minor units by ISO 4217. Times are Unix times in ms. Every call that changes something
// carries a key: repeated with the same key and the same parameters, it has its effect once and returns
// the first answer. Every method but `readWebhook` throws `ProviderError` and nothing else.

/** A payment provider. */
export interface Provider {
  readonly name: 'bank' | 'stripe';
  /** Opens a hosted page on which the buyer pays. */
  startCheckout(request: CheckoutRequest): Promise<ProviderPayment & { url: string }>;
  /** Reads one payment, with its refunds and disputes; undefined when the provider has none. */
  readPayment(id: PaymentHandle): Promise<ProviderPayment | undefined>;
  /** Reads a page of the checkouts created in a period, the newest first, with refunds and disputes. */
  listPayments(query: PaymentQuery): Promise<PaymentPage>;
  /**
   * Closes the hosted page and returns how the payment stands then: `expired` when it was closed, or
   * whatever the buyer and the provider had done before.
   */
  expireCheckout(request: { checkoutId: string; key: string }): Promise<ProviderPayment>;
  /** Sends money back. The refund may be decided later. */
  refund(request: ProviderRefundRequest): Promise<ProviderRefund>;
  /** What the account has for refunds, by currency. */
  readBalance(): Promise<ProviderBalance[]>;
  /**
   * Reads a message of the provider: `rawBody` exactly as it came. Throws `WebhookError` when the
   * signature is wrong, the message too old, or not what the provider would send.
   */
  readWebhook(message: { headers: Headers; rawBody: Buffer }): ProviderEvent;
  /** Checks account, webhook endpoint, clock and methods for `payments doctor`. */
  examine(options: { createEndpoint: boolean }): Promise<Examination>;
}

/** The headers of a request, by lower-case name, as Node has them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export type PaymentHandle = { checkoutId: string } | { paymentId: string };

export interface CheckoutRequest {
  key: string;
  /** The address of the order's page: the only thing that the provider is told of the order but its price. */
  orderUrl: string;
  /** Where the buyer comes back to, whether or not they paid. */
  returnUrl: string;
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
  /** What the buyer reads there: the event's name. */
  description: string;
  /** When the page closes by itself, at the latest. Decided once for each key. */
  expiresAtMs: number;
}

/**
 * How a checkout stands. `open`: the buyer has not finished. `processing`: finished, but not paid yet;
 * neither paid nor failed. `paid`. `failed`: will never be paid. `expired`: closed before it was paid.
 */
export type CheckoutState = 'open' | 'processing' | 'paid' | 'failed' | 'expired';

/** One checkout and the money that moved because of it, as the provider says. */
export interface ProviderPayment {
  checkoutId: string;
  /** The id of the money's movement: what the order is confirmed with. Always there when `paid`. */
  paymentId?: string;
  /** As it was in the request; undefined when the checkout is none of ours. */
  orderUrl?: string;
  state: CheckoutState;
  /** What was or would be paid. */
  amountMinor: number;
  currency: string;
  createdAtMs: number;
  expiresAtMs: number;
  /** The page, while it is open. */
  url?: string;
  refunds: ProviderRefund[];
  disputes: ProviderDispute[];
}

export interface ProviderRefundRequest {
  key: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  orderUrl: string;
}

export interface ProviderRefund {
  id: string;
  /** The key it was asked for with; undefined when it was made in the provider's dashboard. */
  key?: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  /** `pending`: not decided. A refund that is `done` may still turn out to be `failed`. */
  state: 'pending' | 'done' | 'failed';
  /** Why it failed, in the provider's words. */
  problem?: string;
  createdAtMs: number;
}

/** Money in the account, which may be less than nothing. */
export interface ProviderBalance {
  currency: string;
  amountMinor: number;
}

export interface ProviderDispute {
  id: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  state: 'needs_response' | 'under_review' | 'won' | 'lost';
  /** Until when the seller may answer. */
  respondByMs?: number;
}

export interface PaymentQuery {
  /** Created at or after. */
  sinceMs: number;
  /** Created before; default: now. */
  untilMs?: number;
  /** `next` of the page before. */
  cursor?: string;
}

export interface PaymentPage {
  /** Up to 100; those that are none of ours are left out. */
  payments: ProviderPayment[];
  /** Undefined on the last page. */
  next?: string;
}

/** A message of the provider. What it says may be older than what is known: facts are merged by rank. */
export interface ProviderEvent {
  id: string;
  createdAtMs: number;
  /**
   * What it is about. `payment`: it says everything. `paymentId`: something changed, and the payment
   * must be read. Neither: a message that is none of ours, or of a kind that we need not know.
   */
  about: { payment: ProviderPayment } | { paymentId: string } | undefined;
}

export interface Examination {
  checks: { name: string; ok: boolean; message: string }[];
  /** Of an endpoint that was created just now; the provider tells it once. */
  webhookSecret?: string;
}

/** Why a call to the provider has no answer that can be used. */
export class ProviderError extends Error {
  /**
   * `unavailable`: no answer, 5xx, or one that makes no sense; what happened is unknown, and the call must
   * be repeated with the same key. `rate_limited`: not done; to be repeated later. `refused`: not done, and
   * repeating it brings nothing. `no_balance`: a refund for which the seller's account lacks the money.
   */
  readonly kind: 'unavailable' | 'rate_limited' | 'refused' | 'no_balance';
  /** The provider's code for it, for the log; never anything secret. */
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: ProviderError['kind'],
    message: string,
    options: { code?: string | undefined; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProviderError';
    this.kind = kind;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A webhook that is not what the provider would send. The message says what is wrong, and quotes nothing. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}
