import {
  ApiError,
  type Balance,
  ERRORS,
  type ErrorCode,
  type ErrorDetail,
  type MarkPaidRequest,
  type Operation,
  type RefundRequest,
  staffPayments,
  type StaffPayment,
} from '@onsale/contracts';
import type { Static } from 'typebox';

/** Payments asks the provider for some of these, and gives up on each call before. */
const TIMEOUT_MS = 15_000;
const RETRY_AFTER_S = 5;

/**
 * What payments does for the seller's team. Every call may be repeated. Rejects with `ApiError`: with the code of
 * payments for what it refuses, otherwise 503 PAYMENTS_UNAVAILABLE.
 */
export class PaymentsClient {
  readonly #url: string;
  readonly #token: string;

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** Everything about the payment of an order. */
  async read(orderId: string): Promise<StaffPayment> {
    return await this.#call(staffPayments.getPayment, { orderId });
  }

  async refund(orderId: string, body: Static<typeof RefundRequest>): Promise<StaffPayment> {
    return await this.#call(staffPayments.refundPayment, { orderId, body });
  }

  async markPaid(orderId: string, body: Static<typeof MarkPaidRequest>): Promise<StaffPayment> {
    return await this.#call(staffPayments.markPaid, { orderId, body });
  }

  /** What the seller's account at the provider has, where the provider can say. */
  async readBalance(): Promise<Balance> {
    return await this.#call(staffPayments.readBalance);
  }

  async #call<Answer>(
    { method, url }: Operation,
    { orderId = '', body }: { orderId?: string; body?: unknown } = {},
  ): Promise<Answer> {
    const path = url.replace(':orderId', encodeURIComponent(orderId));
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw unavailable('payments cannot be reached', error);
    });
    const answer = (await response.json().catch(() => undefined)) as object | undefined;
    if (response.ok && answer !== undefined) return answer as Answer;
    throw refusal(response.status, answer);
  }
}

function refusal(status: number, answer: object | undefined): ApiError {
  const { error, code, details } = (answer ?? {}) as Partial<Refusal>;
  const isTheirs = status >= 400 && status < 500 && status !== 401 && status !== 403;
  // A path that it does not know means that it was started without its token.
  if (isTheirs && isErrorCode(code) && code !== 'NOT_FOUND' && typeof error === 'string') {
    return new ApiError(code, error, { ...(Array.isArray(details) ? { details } : {}) });
  }
  const why = typeof code === 'string' ? `${status} ${code}` : String(status);
  return unavailable(`payments cannot do this at the moment (${why})`);
}

interface Refusal {
  error: string;
  code: string;
  details: ErrorDetail[];
}

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

function unavailable(message: string, cause?: unknown): ApiError {
  return new ApiError('PAYMENTS_UNAVAILABLE', message, { retryAfterS: RETRY_AFTER_S, cause });
}
