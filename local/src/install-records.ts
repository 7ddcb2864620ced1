import {
  connectRecords,
  isRecordsOutage,
  migrateRecords,
  openRecords,
  type Records,
  type RecordsPasswords,
  setUpRoles,
} from '@onsale/records';

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
  for (;;) {
    try {
      await connectRecords(db, signal);
      await setUpRoles(db, passwords);
      await migrateRecords(db);
      return;
    } catch (error) {
      if (signal.aborted || !isRecordsOutage(error)) throw error;
    }
  }
}
