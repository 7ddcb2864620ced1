import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Records } from './open-records.ts';

const RETRY_DELAY_MS = 250;
/** Classes of SQLSTATE that waiting doesn't mend: wrong login, no such database, no right to connect. */
const FINAL = /^(28|3D|42)/;

/**
 * Waits until the database answers. Throws what it says when the address is wrong, or the reason of the
 * last attempt once `signal` is aborted.
 */
export async function connectRecords(db: Records, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await sql`select 1`.execute(db);
      return;
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (signal.aborted || FINAL.test(code)) throw describe(error);
      await delay(RETRY_DELAY_MS, undefined, { signal }).catch(() =>
        Promise.reject(describe(error)),
      );
    }
  }
}

// Of a name with several addresses, each has failed for a reason of its own.
function describe(error: unknown): Error {
  if (error instanceof AggregateError) return describe(error.errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}
