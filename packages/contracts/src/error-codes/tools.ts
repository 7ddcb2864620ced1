import type { ErrorCodeEntries } from './error-code.ts';

/** What the database API, the workload generator and `npm start` answer. */
export const toolErrors = {
  KEY_NOT_FOUND: {
    status: 404,
    meaning: 'Database API: there is no such key',
  },
  RUN_NOT_FOUND: {
    status: 404,
    meaning: 'Workload generator: it has no run with this id',
    action: 'It keeps the last 200 with `RUNS_DIR`, else 20',
  },
  INSTANCE_NOT_FOUND: {
    status: 404,
    meaning: '`npm start`: no running process has this name',
  },
  KEY_EXISTS: {
    status: 409,
    meaning: 'Database API: the key exists',
  },
  WRONG_TYPE: {
    status: 409,
    meaning: 'Database API: Redis’ value of this key is not a JSON object',
    action: 'Use another key, or remove this one in Redis',
  },
  RUN_ACTIVE: {
    status: 409,
    meaning: 'Workload generator: a load, a crowd or a rehearsal is running',
    action: 'Stop it first, or change a load with `PATCH /config`',
  },
  NO_ACTIVE_RUN: {
    status: 409,
    meaning: 'Workload generator: nothing is running that could be stopped',
  },
  NO_REHEARSAL: {
    status: 409,
    meaning: 'Workload generator: it has no Redis in which to reset rehearsals',
    action: 'Set `REDIS_URL`, or use `npm run admin -- rehearsal reset`',
  },
  REHEARSAL_REFUSED: {
    status: 409,
    meaning:
      'Workload generator: a [rehearsal](rehearsal.md) could touch something real here, or could not be counted',
    action: 'Do what the message says; a shop that takes real money is never rehearsed',
  },
  NO_GENERATOR: {
    status: 409,
    meaning: 'Office: it knows no workload generator, which plays rehearsals',
    action: 'Set `GENERATOR_URL`; in a cluster, switch the laboratory on',
  },
  NOT_OUR_PROCESS: {
    status: 409,
    meaning: '`npm start`: somebody else started the process',
  },
  ETAG_MISMATCH: {
    status: 412,
    meaning: 'Database API: the key has changed since; nothing was done',
  },
  VALUE_TOO_LARGE: {
    status: 413,
    meaning: 'Database API: the value is longer than 1 MiB',
  },
  TARGET_UNAVAILABLE: {
    status: 503,
    meaning: 'Workload generator: its target does not answer like a shop',
    action: 'Check `TARGET_API`',
  },
  STORAGE_FULL: {
    status: 507,
    meaning: 'Database API: all values together would exceed `MAX_BYTES`. Nothing was stored',
  },
  GENERATOR_UNAVAILABLE: {
    status: 503,
    meaning:
      'Office: the workload generator does not answer; a rehearsal that is being played goes on',
  },
} as const satisfies ErrorCodeEntries;
