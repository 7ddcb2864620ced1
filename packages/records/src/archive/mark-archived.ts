import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';

/** An order that is to leave Redis, as it is there. */
export interface LeavingOrder {
  orderId: string;
  record: string;
  /** The record of its payment, where it has one. */
  payment?: string | undefined;
}

/** Orders compared in one statement: a few MB of records. */
const BATCH = 5000;

/**
 * Notes of orders that they are about to leave Redis, if they and their payments are recorded exactly as
 * given. Returns the ids of those; the others must stay, also those that are just being recorded. May be
 * repeated: the first moment stays.
 */
export async function markArchived(
  db: Records,
  orders: readonly LeavingOrder[],
): Promise<Set<string>> {
  const marked = new Set<string>();
  for (let i = 0; i < orders.length; i += BATCH) {
    for (const id of await markBatch(db, orders.slice(i, i + BATCH))) marked.add(id);
  }
  return marked;
}

// What the recorder holds is skipped, so that neither ever waits for the other's lock while it has one.
async function markBatch(db: Records, orders: readonly LeavingOrder[]): Promise<string[]> {
  const ids = orders.map(({ orderId }) => orderId);
  const records = orders.map(({ record }) => record);
  const payments = orders.map(({ payment = null }) => payment);
  const { rows } = await sql<{ order_id: string }>`
    with leaving as (
      select * from unnest(${ids}::text[], ${records}::text[], ${payments}::text[])
        as each(order_id, record, payment)
    ), same as (
      select o.order_id from records.orders o
      join leaving using (order_id)
      left join records.payments p using (order_id)
      where o.record = leaving.record and p.record is not distinct from leaving.payment
      for update of o skip locked
    )
    update records.orders set archived_at = coalesce(archived_at, now())
    where order_id in (select order_id from same)
    returning order_id`.execute(db);
  return rows.map(({ order_id: id }) => id);
}
