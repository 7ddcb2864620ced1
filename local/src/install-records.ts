import {
  connectRecords,
  migrateRecords,
  openRecords,
  type RecordsPasswords,
  setUpRoles,
} from '@onsale/records';

/**
 * Does for the records what `admin records install` does elsewhere; waits for the database until `signal`
 * is aborted. Throws a sentence.
 */
export async function installLocalRecords(
  url: string,
  { passwords, signal }: { passwords: RecordsPasswords; signal: AbortSignal },
): Promise<void> {
  const db = openRecords({ url, name: 'onsale-install', onError: () => undefined });
  try {
    await connectRecords(db, signal);
    await setUpRoles(db, passwords);
    await migrateRecords(db);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the records can't be installed: ${why}`, { cause: error });
  } finally {
    await db.destroy();
  }
}
