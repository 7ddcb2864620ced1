import type { ErrorCodeEntries } from './error-code.ts';

/** What the database API answers. */
export const databaseErrors = {
  KEY_NOT_FOUND: {
    status: 404,
    meaning: 'There is none',
  },
  KEY_EXISTS: {
    status: 409,
    meaning: 'It exists',
  },
  WRONG_TYPE: {
    status: 409,
    meaning: 'Redis’ value is not a JSON object',
    action: 'Use another key, or remove it in Redis',
  },
  ETAG_MISMATCH: {
    status: 412,
    meaning: 'It has changed since',
  },
  VALUE_TOO_LARGE: {
    status: 413,
    meaning: 'It exceeds 1 MiB',
  },
  STORAGE_FULL: {
    status: 507,
    meaning: 'All values together would exceed `MAX_BYTES`',
  },
} as const satisfies ErrorCodeEntries;
