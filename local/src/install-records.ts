import { setTimeout as delay } from 'node:timers/promises';
import {
  connectRecords,
  isRecordsOutage,
  migrateRecords,
  openRecords,
  type Records,
  type RecordsPasswords,
  setUpRoles,
} from '@onsale/records';

/** What fails so often is not passing: a database may be read-only, or its disk full. */
const MOST_TRIES = 5;
const RETRY_DELAY_MS = 500;

/**
 * Does for the records what `admin records install` does elsewhere; waits for the database until `signal`
 * is aborted, and begins anew when a connection is lost or a busy machine makes none in time. Throws a sentence.
 */
export async function installLocalRecords(
  url: string,
  { passwords, signal }: { passwords: RecordsPasswords; signal: AbortSignal },
): Promise<void> {
  const db = openRecords({ url, name: 'onsale-install', onError: () => undefined });
  try {
    await install(db, { passwords, signal });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the records can't be installed: ${why}`, { cause: error });
  } finally {
    await db.destroy();
  }
}

async function install(
  db: Records,
  { passwords, signal }: { passwords: RecordsPasswords; signal: AbortSignal },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await connectRecords(db, signal);
      await setUpRoles(db, passwords);
      await migrateRecords(db);
      return;
    } catch (error) {
      if (signal.aborted || tries === MOST_TRIES || !isRecordsOutage(error)) throw error;
      await delay(RETRY_DELAY_MS);
    }
  }
}
