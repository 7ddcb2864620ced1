import type { ErrorCodeEntries } from './error-code.ts';

/** What the database API answers. */
export const databaseErrors = {
  KEY_NOT_FOUND: {
    status: 404,
    meaning: 'There is no such key',
  },
  KEY_EXISTS: {
    status: 409,
    meaning: 'The key exists',
  },
  WRONG_TYPE: {
    status: 409,
    meaning: 'Redis’ value of this key is not a JSON object',
    action: 'Use another key, or remove this one in Redis',
  },
  ETAG_MISMATCH: {
    status: 412,
    meaning: 'The key has changed since; nothing was done',
  },
  VALUE_TOO_LARGE: {
    status: 413,
    meaning: 'The value is longer than 1 MiB',
  },
  STORAGE_FULL: {
    status: 507,
    meaning: 'All values together would exceed `MAX_BYTES`. Nothing was stored',
  },
} as const satisfies ErrorCodeEntries;
