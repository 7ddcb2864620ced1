import { sql } from 'kysely';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { applyScan } from './scans-effect.ts';
import { asFact } from './scans-fact.ts';
import { answerHere, findScanned, type FoundTicketHere, type Scanning } from './scans-found.ts';

/**
 * The ticket of this name in the list. Whoever has just bought it may have been let in before it was recorded: what
 * was scanned then counts from now on, so that nobody comes in with it a second time.
 */
export async function findKnown(
  tx: RecordsTransaction,
  scanning: Scanning,
  ticket: string | undefined,
): Promise<FoundTicketHere | undefined> {
  const found = await findScanned(tx, scanning, ticket);
  if (found?.hasUnknown !== true || ticket === undefined) return found;
  const isNews = await countUnknown(tx, scanning, { found, ticket });
  return isNews ? await findScanned(tx, scanning, ticket) : found;
}

// Whoever does the same at the same time waits, and finds nothing left to do.
async function countUnknown(
  tx: RecordsTransaction,
  scanning: Scanning,
  { found, ticket }: { found: FoundTicketHere; ticket: string },
): Promise<boolean> {
  const { orderId, line, seat, place, ticketId } = found;
  const rows = await tx
    .updateTable('office.scans')
    .set({ order_id: orderId, line, seat, place, ticket_id: ticketId })
    .where('ticket', '=', ticket)
    .where('order_id', 'is', null)
    .where('event_id', '=', scanning.eventId)
    .returningAll()
    .returning(
      sql<
        string | null
      >`(select name from office.devices d where d.device_id = scans.device_id)`.as('device_name'),
    )
    .execute();
  const counting = rows
    .filter(({ admitted, undo, late }) => (admitted || undo) && late !== 'open' && late !== 'left')
    .toSorted((a, b) => a.scan_id - b.scan_id);
  for (const row of counting) {
    const by = {
      ...{ ...scanning, deviceId: row.device_id ?? undefined },
      name: row.device_name ?? row.member_name ?? '',
    };
    const now = await findScanned(tx, by, ticket);
    const scan = asFact(row);
    const answer = answerHere(by, scan, now);
    await applyScan(tx, by, { scan, scanId: row.scan_id, found: now, answer });
  }
  return counting.length > 0;
}
