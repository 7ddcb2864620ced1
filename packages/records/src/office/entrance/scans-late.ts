import type { CodeVerdict } from '@onsale/ticket-codes/verify';
import type { Selectable } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { ScansTable } from '../../schema/entrance-tables.ts';
import { applyScan } from './scans-effect.ts';
import { answerHere, findScanned, type NewScan, type Scanning } from './scans-found.ts';

/**
 * Decides what a device has sent after it was revoked: it counts as if it had come in time, or stays in the log alone.
 * Each by itself, in the order in which they were scanned; who dies meanwhile leaves the rest undecided. Returns how
 * many they were.
 */
export async function decideLateScans(
  db: Records,
  scanning: Scanning & { deviceId: string },
  { count }: { count: boolean },
): Promise<number> {
  const open = await db
    .selectFrom('office.scans')
    .select('scan_id')
    .where('event_id', '=', scanning.eventId)
    .where('device_id', '=', scanning.deviceId)
    .where('late', '=', 'open')
    .orderBy('number')
    .execute();
  let decided = 0;
  for (const { scan_id: scanId } of open) {
    if (await decide(db, scanning, { scanId, count })) decided += 1;
  }
  return decided;
}

// Somebody else may have decided in between.
async function decide(
  db: Records,
  scanning: Scanning,
  { scanId, count }: { scanId: number; count: boolean },
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('office.scans')
      .set({ late: count ? 'counted' : 'left' })
      .where('scan_id', '=', scanId)
      .where('late', '=', 'open')
      .returningAll()
      .executeTakeFirst();
    if (row === undefined || !count) return row !== undefined;
    const scan = scanOf(row);
    const found = await findScanned(tx, scanning, scan.ticket);
    const answer = answerHere(scanning, scan, found);
    await applyScan(tx, scanning, { scan, scanId, found, answer });
    return true;
  });
}

const NO_TICKET: CodeVerdict = { ok: false, refused: 'malformed' };

function scanOf(row: Selectable<ScansTable>): NewScan {
  return {
    ...{ via: row.via, entranceId: row.entrance_id ?? undefined, ticket: row.ticket ?? undefined },
    ...{ code: row.ticket === null ? NO_TICKET : undefined },
    ...{ at: row.at, receivedAt: row.received_at, letIn: row.let_in, undo: row.undo },
    shown: { kind: row.answer, reason: row.reason ?? undefined, admitted: row.admitted },
    isLate: false,
  };
}
