import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** One time that a ticket of a person was scanned, or decided on, at an entrance. */
export interface ScanOfPerson {
  line: number;
  /** The ticket in its line, from 1. */
  number: number;
  at: string;
  entranceId?: string;
  answer: string;
  /** Whether somebody was let in by it. */
  letIn: boolean;
  undone: boolean;
  /** What a member gave as the reason. */
  why?: string;
}

/** All scans of these orders, by order, the oldest first; an order without any is not there. */
export async function findScansOfOrders(
  db: Records,
  orderIds: readonly string[],
): Promise<Map<string, ScanOfPerson[]>> {
  const rows = await db
    .selectFrom('office.scans')
    .select(['order_id', 'line', 'seat', 'at', 'entrance_id', 'answer', 'admitted', 'undo', 'why'])
    .where(sql<boolean>`order_id = any(${orderIds}::text[])`)
    .orderBy('scan_id')
    .execute();
  const scans = new Map<string, ScanOfPerson[]>();
  for (const row of rows) {
    const { order_id: orderId, line, seat } = row;
    if (orderId === null || line === null || seat === null) continue;
    const scan = {
      ...{ line, number: seat, at: row.at.toISOString(), answer: row.answer },
      ...{ letIn: row.admitted, undone: row.undo },
      ...(row.entrance_id === null ? {} : { entranceId: row.entrance_id }),
      ...(row.why === null ? {} : { why: row.why }),
    };
    const known = scans.get(orderId);
    if (known === undefined) scans.set(orderId, [scan]);
    else known.push(scan);
  }
  return scans;
}

/**
 * Forgets what members have written of these orders at the entrance, as they may have named somebody. That tickets
 * were scanned and are in stays: it says nothing of a person, and the tickets still admit.
 */
export async function forgetReasonsAtEntrance(
  tx: RecordsTransaction,
  orderIds: readonly string[],
): Promise<void> {
  await sql`
    update office.scans set why = null
    where order_id = any(${orderIds}::text[]) and why is not null`.execute(tx);
}
