import type { ErrorCodeEntries } from './error-code.ts';

/** What the workload generator and `npm start` answer about loads, rehearsals and processes. */
export const workloadErrors = {
  RUN_NOT_FOUND: {
    status: 404,
    meaning: 'The generator has no run with this id',
    action: 'It keeps the last 200 with `RUNS_DIR`, else 20',
  },
  INSTANCE_NOT_FOUND: {
    status: 404,
    meaning: '`npm start`: no running process has this name',
  },
  RUN_ACTIVE: {
    status: 409,
    meaning: 'A load, a crowd or a rehearsal is running',
    action: 'Stop it first, or change a load with `PATCH /config`',
  },
  NO_ACTIVE_RUN: {
    status: 409,
    meaning: 'Nothing is running that could be stopped',
  },
  NO_REHEARSAL: {
    status: 409,
    meaning: 'The generator has no Redis in which to reset rehearsals',
    action: 'Set `REDIS_URL`, or use `npm run admin -- rehearsal reset`',
  },
  REHEARSAL_REFUSED: {
    status: 409,
    meaning: 'A [rehearsal](rehearsal.md) could touch something real here, or could not be counted',
    action: 'Do what the message says; a shop that takes real money is never rehearsed',
  },
  NO_GENERATOR: {
    status: 409,
    meaning: 'Office: it knows no workload generator',
    action: 'Set `GENERATOR_URL`; in a cluster, switch the laboratory on',
  },
  NOT_OUR_PROCESS: {
    status: 409,
    meaning: '`npm start`: somebody else started the process',
  },
  TARGET_UNAVAILABLE: {
    status: 503,
    meaning: 'The target does not answer like a shop',
    action: 'Check `TARGET_API`',
  },
  GENERATOR_UNAVAILABLE: {
    status: 503,
    meaning:
      'Office: the workload generator does not answer; a rehearsal that is being played goes on',
  },
} as const satisfies ErrorCodeEntries;
