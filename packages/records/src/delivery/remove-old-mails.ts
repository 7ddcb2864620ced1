import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';

/** Removes mails that have ended before this moment, at most `most`; answers how many it were. */
export async function removeOldMails(
  db: Records,
  { before, most }: { before: Date; most: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from office.mails where mail_id = any(array(
      select mail_id from office.mails where ended_at < ${before} limit ${most}))`.execute(db);
  return Number(numAffectedRows ?? 0);
}
