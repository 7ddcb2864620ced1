import { dayAtEntrance } from '@onsale/check-in';
import type { ScanAnswer } from '@onsale/contracts';
import { type Insertable, sql } from 'kysely';
import type { ScansTable } from '../../schema/entrance-tables.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { insertCheckIn, type NewCheckIn } from './check-ins.ts';
import type { FoundTicketHere, NewScan, Scanning, ScanResult } from './scans-found.ts';
import { withoutNames } from './scans-names.ts';

/** A scan as the log has it, as long as nothing has come of it. */
export function scanRow(about: {
  scanning: Scanning;
  scan: NewScan;
  found: FoundTicketHere | undefined;
  answer: ScanAnswer;
  day?: string;
}): Insertable<ScansTable> {
  const { scanning, scan, found, answer } = about;
  const { shown } = scan;
  return {
    ...{ event_id: scanning.eventId, device_id: scanning.deviceId ?? null },
    ...{ number: scan.number ?? null, via: scan.via, entrance_id: scan.entranceId ?? null },
    member_name: scanning.deviceId === undefined ? scanning.name : null,
    ...{ at: scan.at, device_at: scan.deviceAt ?? null, received_at: scan.receivedAt },
    ...{ ticket: scan.ticket ?? null, order_id: found?.orderId ?? null },
    ...{ line: found?.line ?? null, seat: found?.seat ?? null, place: found?.place ?? null },
    ticket_id: found?.ticketId ?? null,
    day: about.day ?? dayAtEntrance(scanning.rules, scan.at.getTime()),
    ...{ answer: shown?.kind ?? answer.kind, reason: (shown ?? answer).reason ?? null },
    ...{ let_in: scan.letIn, undo: scan.undo, is_offline: shown !== undefined },
    ...{ admitted: false, late: scan.isLate ? 'open' : null, why: scan.why ?? null },
    result: JSON.stringify({ answer: withoutNames(answer) } satisfies ScanResult),
  };
}

/** Notes a scan; undefined when the device has sent this number before. */
export async function insertScan(
  tx: RecordsTransaction,
  row: Insertable<ScansTable>,
): Promise<number | undefined> {
  const inserted = await insert(tx, row).executeTakeFirst();
  return inserted?.scan_id;
}

/**
 * Notes a scan that lets in a ticket, with its check-in, in one statement: whoever waits for us waits less. `wasFree`
 * is as of `addCheckIn`, and false of a scan that is noted all the same. Undefined when the device has sent this number
 * before.
 */
export async function insertAdmitting(
  tx: RecordsTransaction,
  row: Insertable<ScansTable>,
  checkIn: NewCheckIn,
): Promise<{ scanId: number; wasFree: boolean } | undefined> {
  const { rows } = await sql<{ scan_id: number; was_free: boolean }>`
    with scan as (${insert(tx, row)}), check_in as (${insertCheckIn(checkIn, sql`select scan_id from scan`)})
    select scan_id, exists (select from check_in) as was_free from scan`.execute(tx);
  const [noted] = rows;
  return noted === undefined ? undefined : { scanId: noted.scan_id, wasFree: noted.was_free };
}

const insert = (tx: RecordsTransaction, row: Insertable<ScansTable>) =>
  tx
    .insertInto('office.scans')
    .values(row)
    .onConflict((conflict) => conflict.columns(['device_id', 'number']).doNothing())
    .returning('scan_id');
