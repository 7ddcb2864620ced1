import type { ErrorCodeEntries } from './error-code.ts';

/** What the workload generator and `npm start` answer about loads, rehearsals and processes. */
export const workloadErrors = {
  RUN_NOT_FOUND: {
    status: 404,
    meaning: 'The generator keeps the last 200 runs with `RUNS_DIR`, else 20',
  },
  INSTANCE_NOT_FOUND: {
    status: 404,
    meaning: '`npm start` has no such process',
  },
  RUN_ACTIVE: {
    status: 409,
    meaning: 'A load, crowd or rehearsal is running',
    action: 'Stop it, or change a load with `PATCH /config`',
  },
  NO_ACTIVE_RUN: {
    status: 409,
    meaning: 'Nothing is running',
  },
  NO_REHEARSAL: {
    status: 409,
    meaning: 'The generator has no Redis to reset rehearsals in',
    action: 'Set `REDIS_URL`, or use `npm run admin -- rehearsal reset`',
  },
  REHEARSAL_REFUSED: {
    status: 409,
    meaning: 'A [rehearsal](rehearsal.md) could touch something real, or not be counted',
    action: 'Do what the message says',
  },
  NO_GENERATOR: {
    status: 409,
    meaning: 'The office knows no generator',
    action: 'Set `GENERATOR_URL`; in a cluster, switch the laboratory on',
  },
  NOT_OUR_PROCESS: {
    status: 409,
    meaning: '`npm start` did not start it',
  },
  TARGET_UNAVAILABLE: {
    status: 503,
    meaning: '`TARGET_API` does not answer like a shop',
  },
  GENERATOR_UNAVAILABLE: {
    status: 503,
    meaning: 'The generator gives the office no answer; a rehearsal goes on',
  },
} as const satisfies ErrorCodeEntries;
