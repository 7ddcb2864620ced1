import type { ErrorCodeEntries } from './error-code.ts';

/** What any service can answer. */
export const requestErrors = {
  INVALID_REQUEST: {
    status: 400,
    meaning: 'Something is missing or invalid; `details` names it',
  },
  INVALID_JSON: {
    status: 400,
    meaning: 'The body is not a JSON object in UTF-8, or has `__proto__`',
  },
  UNAUTHORIZED: {
    status: 401,
    meaning: 'The bearer token is missing or wrong',
  },
  FORBIDDEN_HOST: {
    status: 403,
    meaning: '`Host` (`SHOP_HOSTS`) or `Origin` (`CORS_ORIGINS`) is another site’s',
  },
  NOT_FOUND: {
    status: 404,
    meaning: 'Nothing is at this path',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: 'The path has no such method; `Allow` lists its own',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    meaning: 'The request took more than ten seconds to arrive (headers: five)',
    action: 'Retry with the same key',
  },
  REQUEST_UNDER_WAY: {
    status: 409,
    meaning: 'A request with this key is under way',
    action: 'Retry in a moment',
  },
  BODY_TOO_LARGE: {
    status: 413,
    meaning:
      'The body exceeds 16 KiB (generator 64 KiB, office and database API 1 MiB, pictures 16 MiB)',
  },
  URI_TOO_LONG: {
    status: 414,
    meaning: 'The address exceeds 8 KiB, or a segment any id',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning:
      'Not `application/json` in UTF-8, which a change needs also without a body; or compressed',
  },
  EXPECTATION_FAILED: {
    status: 417,
    meaning: '`Expect` is not `100-continue`',
  },
  UNKNOWN_HOST: {
    status: 421,
    meaning: 'The frontend serves no such `Host` (`SHOP_HOSTS`)',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    meaning:
      '`If-Match` is missing, without which you may undo the work of others, or `Idempotency-Key`, without which money may move twice',
  },
  RATE_LIMITED: {
    status: 429,
    meaning: 'Too many requests, orders, streams, wrong codes or attempts to pay',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    meaning: 'The headers exceed 8 KiB (at a service itself: 16)',
  },
  INTERNAL: {
    status: 500,
    meaning: 'An error in Onsale; see its log',
    action: 'Retry with the same key',
  },
  NOT_READY: {
    status: 503,
    meaning:
      'The process has just started, or lacks `CUSTOMER_KEY` for an event that limits its customers',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'No response within two seconds. It is **unknown** whether an order is stored',
    action: 'Retry with the same key and body',
  },
  REDIS_UNAVAILABLE: {
    status: 503,
    meaning: 'Redis gave no answer. It is **unknown** whether an order is stored',
    action: 'Retry with the same key and body, or you may order twice',
  },
  REDIS_UNSAFE: {
    status: 503,
    meaning: 'Redis’ settings, which the message names, can lose orders, and `STRICT_REDIS` is on',
  },
  DATA_LOST: {
    status: 503,
    meaning: 'Redis was emptied, replaced or set back',
    action: 'Wait for the [operator](reliability.md)',
  },
  DATA_SET_BACK: {
    status: 503,
    meaning: 'Redis was emptied, replaced or set back',
    action: 'Wait for the [operator](reliability.md)',
  },
} as const satisfies ErrorCodeEntries;
