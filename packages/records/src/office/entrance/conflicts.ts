import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Notes that somebody has looked at a conflict, unless somebody has before; whether it is one. */
export async function reviewConflict(
  db: Records,
  { eventId, scanId, by }: { eventId: string; scanId: number; by: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('office.scans')
    .set({
      reviewed_by: sql<string>`coalesce(reviewed_by, ${by})`,
      reviewed_at: sql<Date>`coalesce(reviewed_at, now())`,
    })
    .where('event_id', '=', eventId)
    .where('scan_id', '=', scanId)
    .where('conflict', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
