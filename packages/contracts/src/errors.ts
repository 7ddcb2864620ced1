import { databaseErrors } from './error-codes/database.ts';
import { deliveryErrors } from './error-codes/delivery.ts';
import { entranceErrors } from './error-codes/entrance.ts';
import { officeErrors } from './error-codes/office.ts';
import { orderErrors } from './error-codes/order.ts';
import { paymentErrors } from './error-codes/payment.ts';
import { requestErrors } from './error-codes/request.ts';
import { teamErrors } from './error-codes/team.ts';
import { workloadErrors } from './error-codes/workload.ts';
import type { ErrorDetail } from './schema.ts';

/**
 * Every error code that the API can return, by what it is about. The list is closed: no other code can be sent.
 * `npm run tables` makes docs/errors.md from it.
 */
export const ERROR_GROUPS = {
  'Any request': requestErrors,
  'Orders and lines': orderErrors,
  Payments: paymentErrors,
  'Tickets and documents': deliveryErrors,
  'Signing in, and the team': teamErrors,
  'Events in the office': officeErrors,
  'At the entrance': entranceErrors,
  'Loads and rehearsals': workloadErrors,
  'Database API': databaseErrors,
} as const;

/** Every error code, with its HTTP status and what it means. */
export const ERRORS = {
  ...requestErrors,
  ...orderErrors,
  ...paymentErrors,
  ...deliveryErrors,
  ...teamErrors,
  ...officeErrors,
  ...entranceErrors,
  ...workloadErrors,
  ...databaseErrors,
};

export type ErrorCode = keyof typeof ERRORS;
export type { ErrorCodeEntry } from './error-codes/error-code.ts';

/**
 * An error response. Request handlers throw it; the HTTP server of `@onsale/service` turns it into
 * the error body.
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetail[];
  /** Seconds to wait before retrying; sent as `Retry-After`. */
  readonly retryAfterS: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetail[]; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterS = options.retryAfterS;
  }

  get statusCode(): number {
    return ERRORS[this.code].status;
  }
}

/** Says what is wrong in a request: the first of it in a sentence, and all of it by its place. */
export function invalidRequest(...details: readonly ErrorDetail[]): ApiError {
  const [{ path, message } = { path: '', message: 'something is wrong' }] = details;
  return new ApiError('INVALID_REQUEST', `${path} ${message}`.trim(), { details: [...details] });
}
