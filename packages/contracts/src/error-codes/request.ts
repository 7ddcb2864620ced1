import type { ErrorCodeEntries } from './error-code.ts';

/** What any service can answer. */
export const requestErrors = {
  INVALID_REQUEST: {
    status: 400,
    meaning: 'Something in the request is missing or invalid',
    action: '`details` names it',
  },
  INVALID_JSON: {
    status: 400,
    meaning: 'The body is not a JSON object in UTF-8, or has a `__proto__` key',
  },
  UNAUTHORIZED: {
    status: 401,
    meaning: 'The bearer token (`authorization: Bearer …`) is missing or wrong',
  },
  FORBIDDEN_HOST: {
    status: 403,
    meaning: '`Host` is not a name of this service, or `Origin` is another site',
    action: 'The operator sets `SHOP_HOSTS` and `CORS_ORIGINS`',
  },
  NOT_FOUND: {
    status: 404,
    meaning: 'There is nothing at this path',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: 'The path does not have this method; `Allow` lists its own',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    meaning: 'The request did not arrive within ten seconds (its headers: five)',
    action: 'Retry with the same `Idempotency-Key`',
  },
  REQUEST_UNDER_WAY: {
    status: 409,
    meaning: 'A request with this `Idempotency-Key` is under way',
    action: 'Repeat it in a moment',
  },
  BODY_TOO_LARGE: {
    status: 413,
    meaning:
      'The body is longer than 16 KiB (workload generator: 64 KiB, office and database API: 1 MiB, pictures: 16 MiB)',
  },
  URI_TOO_LONG: {
    status: 414,
    meaning: 'The address is longer than 8 KiB, or a segment longer than any id',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning:
      'The content type is not `application/json` in UTF-8, which a change needs also without a body, or the body is compressed',
  },
  EXPECTATION_FAILED: {
    status: 417,
    meaning: '`Expect` has a value other than `100-continue`',
  },
  UNKNOWN_HOST: {
    status: 421,
    meaning: 'The frontend serves no such `Host` (`SHOP_HOSTS`)',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    meaning:
      'A header is missing that prevents undoing the work of others (`If-Match`) or moving money twice (`Idempotency-Key`)',
  },
  RATE_LIMITED: {
    status: 429,
    meaning:
      'Too many requests, orders, streams, wrong codes or attempts to pay. Nothing was stored',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    meaning: 'The headers are longer than 8 KiB (at a service itself: 16 KiB)',
  },
  INTERNAL: {
    status: 500,
    meaning: 'An error in Onsale; the log has the details',
    action: 'Retry with the same `Idempotency-Key`',
  },
  NOT_READY: {
    status: 503,
    meaning:
      'The process has just started, or it has no `CUSTOMER_KEY` for an event that limits its customers',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning:
      'The service gave the reverse proxy no response within two seconds. It is **unknown** whether an order is stored',
    action: 'Retry with the same key and body',
  },
  REDIS_UNAVAILABLE: {
    status: 503,
    meaning: 'Redis does not answer, or refuses. It is **unknown** whether an order is stored',
    action: 'Retry with the same key and body, or you may order twice',
  },
  REDIS_UNSAFE: {
    status: 503,
    meaning: 'Redis’ settings can lose orders, and `STRICT_REDIS` is on. Nothing was stored',
    action: 'The message names the settings',
  },
  DATA_LOST: {
    status: 503,
    meaning: 'Redis was emptied or replaced. Nothing was stored',
    action: 'Wait for the [operator](reliability.md)',
  },
  DATA_SET_BACK: {
    status: 503,
    meaning: 'Redis was restored from an older backup. Nothing was stored',
    action: 'Wait for the [operator](reliability.md)',
  },
} as const satisfies ErrorCodeEntries;
