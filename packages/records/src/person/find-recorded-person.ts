import { normalizeAddress } from '@onsale/ledger';
import type { Selectable } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { ChangesTable } from '../schema/tables.ts';
import { readRows, type StoredRows } from '../verify/read-rows.ts';

/** What is recorded of the person with this address; undefined when nothing is. */
export async function findRecordedPerson(
  db: Records,
  address: string,
): Promise<
  { name: string; email: string; orders: { orderId: string; shard: number }[] } | undefined
> {
  const person = await db
    .selectFrom('records.people')
    .select(['person_id', 'name', 'email'])
    .where('address', '=', normalizeAddress(address))
    .executeTakeFirst();
  if (person === undefined) return undefined;
  const orders = await db
    .selectFrom('records.orders')
    .select(['order_id', 'shard'])
    .where('person_id', '=', person.person_id)
    .orderBy('order_id')
    .execute();
  const { name, email } = person;
  return {
    name,
    email,
    orders: orders.map((row) => ({ orderId: row.order_id, shard: row.shard })),
  };
}

/** All rows that are about an order. */
export type RowsOfOrder = StoredRows & { changes: Selectable<ChangesTable>[] };

/** All rows about these orders, for an export. */
export async function readRowsOfOrders(
  db: Records,
  orderIds: readonly string[],
): Promise<Map<string, RowsOfOrder>> {
  const all = new Map<string, RowsOfOrder>();
  for (let i = 0; i < orderIds.length; i += BATCH) {
    const ids = orderIds.slice(i, i + BATCH);
    const [rows, changes] = await Promise.all([
      readRows(db, ids),
      db
        .selectFrom('records.changes')
        .selectAll()
        .where('order_id', 'in', ids)
        .orderBy('entry_ms')
        .orderBy('entry_seq')
        .orderBy('place')
        .execute(),
    ]);
    const changesOf = Map.groupBy(changes, (change) => change.order_id);
    for (const [id, each] of rows) all.set(id, { ...each, changes: changesOf.get(id) ?? [] });
  }
  return all;
}

/** Orders read in one query. */
const BATCH = 500;
