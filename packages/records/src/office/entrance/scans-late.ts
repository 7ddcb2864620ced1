import { MOST_COUNTED } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { applyScan } from './scans-effect.ts';
import { asFact } from './scans-fact.ts';
import { answerHere, type Scanning } from './scans-found.ts';
import { findKnown } from './scans-unknown.ts';

/** More than a device scans in any evening, and little enough for a table that whoever has stolen it fills. */
export const MOST_LATE_SCANS = 10_000;
/** How long a phone may have lain in a drawer. */
const LATE_DAYS = 30;

/**
 * Whether a device that was revoked may still send what it had scanned: for a while, and not without end. What is
 * decided on makes room.
 */
export async function takesLateScans(db: Records, deviceId: string): Promise<boolean> {
  const { rows } = await sql<{ takes: boolean }>`
    select revoked_at > now() - make_interval(days => ${LATE_DAYS}) and (
      select count(*) from (
        select from office.scans
        where device_id = ${deviceId} and late = 'open' limit ${MOST_LATE_SCANS}
      ) as open
    ) < ${MOST_LATE_SCANS} as takes
    from office.devices where device_id = ${deviceId}`.execute(db);
  return rows[0]?.takes === true;
}

/**
 * Decides what a device has sent after it was revoked: it counts as if it had come in time, or stays in the log alone.
 * Those that count are counted each by itself, in the order in which they were scanned, and no more than `MOST_COUNTED`
 * of them; whoever dies meanwhile leaves the rest undecided. Returns how many were decided.
 */
export async function decideLateScans(
  db: Records,
  scanning: Scanning & { deviceId: string },
  { count }: { count: boolean },
): Promise<number> {
  if (!count) return await leaveAll(db, scanning);
  const open = await db
    .selectFrom('office.scans')
    .select('scan_id')
    .where('event_id', '=', scanning.eventId)
    .where('device_id', '=', scanning.deviceId)
    .where('late', '=', 'open')
    .orderBy('number')
    .limit(MOST_COUNTED)
    .execute();
  let decided = 0;
  for (const { scan_id: scanId } of open) {
    if (await decide(db, scanning, scanId)) decided += 1;
  }
  return decided;
}

// At once, as nothing comes of them: whoever has stolen the device may have sent very many.
async function leaveAll(
  db: Records,
  { eventId, deviceId }: { eventId: string; deviceId: string },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('office.scans')
    .set({ late: 'left' })
    .where('event_id', '=', eventId)
    .where('device_id', '=', deviceId)
    .where('late', '=', 'open')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

// Somebody else may have decided in between.
async function decide(db: Records, scanning: Scanning, scanId: number): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('office.scans')
      .set({ late: 'counted' })
      .where('scan_id', '=', scanId)
      .where('late', '=', 'open')
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return false;
    const scan = asFact(row);
    const found = await findKnown(tx, scanning, scan.ticket);
    const answer = answerHere(scanning, scan, found);
    await applyScan(tx, scanning, { scan, scanId, found, answer });
    return true;
  });
}
