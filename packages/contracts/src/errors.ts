import { deliveryErrors } from './error-codes/delivery.ts';
import { entranceErrors } from './error-codes/entrance.ts';
import { officeErrors } from './error-codes/office.ts';
import { orderErrors } from './error-codes/order.ts';
import { paymentErrors } from './error-codes/payment.ts';
import { requestErrors } from './error-codes/request.ts';
import { teamErrors } from './error-codes/team.ts';
import { toolErrors } from './error-codes/tools.ts';
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
  Tools: toolErrors,
export const ERROR_STATUS = {
  INVALID_REQUEST: 400,
  INVALID_JSON: 400,
  UNKNOWN_TICKET: 400,
  MIXED_EVENTS: 400,
  MIXED_CURRENCIES: 400,
  TOO_FEW_TICKETS: 400,
  TOO_MANY_TICKETS: 400,
  PAYMENT_METHOD_NOT_ACCEPTED: 400,
  UNKNOWN_CODE: 400,
  INVALID_WEBHOOK: 400,
  UNAUTHORIZED: 401,
  SIGN_IN_FAILED: 401,
  WRONG_CODE: 401,
  DEVICE_REVOKED: 401,
  FORBIDDEN_HOST: 403,
  NOT_ALLOWED: 403,
  ADMISSION_REQUIRED: 403,
  SIGN_IN_AGAIN: 403,
  WRONG_PASSWORD: 403,
  NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  EVENT_NOT_FOUND: 404,
  CODE_NOT_FOUND: 404,
  LINE_NOT_FOUND: 404,
  PLACE_NOT_FOUND: 404,
  KEY_NOT_FOUND: 404,
  MESSAGE_NOT_FOUND: 404,
  MEMBER_NOT_FOUND: 404,
  INVITATION_NOT_FOUND: 404,
  API_KEY_NOT_FOUND: 404,
  SESSION_NOT_FOUND: 404,
  PASSKEY_NOT_FOUND: 404,
  RUN_NOT_FOUND: 404,
  INSTANCE_NOT_FOUND: 404,
  TASK_NOT_FOUND: 404,
  TICKET_NOT_FOUND: 404,
  DOCUMENT_NOT_FOUND: 404,
  OPT_OUT_NOT_FOUND: 404,
  MAIL_NOT_FOUND: 404,
  WEBHOOK_NOT_FOUND: 404,
  DEVICE_NOT_FOUND: 404,
  SCAN_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  SOLD_OUT: 409,
  HELD_BY_OTHERS: 409,
  NOT_ON_SALE: 409,
  CODE_USED_UP: 409,
  CODE_NOT_VALID: 409,
  CODE_EXISTS: 409,
  TOO_MANY_CODES: 409,
  LINE_CLOSED: 409,
  NOT_YOUR_TURN: 409,
  NO_MORE_TIME: 409,
  PRICE_CHANGED: 409,
  TERMS_CHANGED: 409,
  ORDER_NOT_HELD: 409,
  NO_TICKETS: 409,
  NOT_PAID: 409,
  NAMES_CLOSED: 409,
  PAYMENT_UNDER_WAY: 409,
  PAYMENT_DISPUTED: 409,
  NOT_REFUNDABLE: 409,
  MESSAGE_NOT_DRAFT: 409,
  MAIL_NOT_RESENDABLE: 409,
  NOTHING_TO_TELL: 409,
  CHECKOUT_CLOSED: 409,
  NO_BALANCE: 409,
  KEY_EXISTS: 409,
  WRONG_TYPE: 409,
  RUN_ACTIVE: 409,
  NO_ACTIVE_RUN: 409,
  NO_REHEARSAL: 409,
  REHEARSAL_REFUSED: 409,
  NO_GENERATOR: 409,
  NOT_OUR_PROCESS: 409,
  ORDER_NOT_CHANGEABLE: 409,
  EVENT_NOT_CANCELLABLE: 409,
  EVENT_EXISTS: 409,
  EVENT_ARCHIVED: 409,
  EVENT_NOT_DELETABLE: 409,
  STEP_REFUSED: 409,
  STOCK_CONFLICT: 409,
  TERMS_VERSION_USED: 409,
  TASK_ENDED: 409,
  TOO_MANY_ENDPOINTS: 409,
  ENDPOINT_OFF: 409,
  ENTRANCE_IN_USE: 409,
  TOO_MANY_DEVICES: 409,
  NOT_CHECKED_IN: 409,
  LAST_OWNER: 409,
  MEMBER_EXISTS: 409,
  REQUEST_UNDER_WAY: 409,
  LINK_EXPIRED: 410,
  DEVICE_CODE_EXPIRED: 410,
  ETAG_MISMATCH: 412,
  BODY_TOO_LARGE: 413,
  PICTURE_TOO_LARGE: 413,
  VALUE_TOO_LARGE: 413,
  URI_TOO_LONG: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  EXPECTATION_FAILED: 417,
  UNKNOWN_HOST: 421,
  IDEMPOTENCY_KEY_REUSED: 422,
  PRECONDITION_REQUIRED: 428,
  RATE_LIMITED: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL: 500,
  NOT_READY: 503,
  SERVICE_UNAVAILABLE: 503,
  TARGET_UNAVAILABLE: 503,
  REDIS_UNAVAILABLE: 503,
  DATA_LOST: 503,
  DATA_SET_BACK: 503,
  REDIS_UNSAFE: 503,
  PAYMENTS_UNAVAILABLE: 503,
  GENERATOR_UNAVAILABLE: 503,
  ARCHIVE_UNAVAILABLE: 503,
  RECORDS_UNAVAILABLE: 503,
  OVERLOADED: 503,
  STORAGE_FULL: 507,
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
  ...toolErrors,
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
