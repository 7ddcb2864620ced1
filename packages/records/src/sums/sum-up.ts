import { type RawBuilder, sql } from 'kysely';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { type Filter, SUMS } from './sums.ts';

// What was sold is added up as it is recorded, so that a report of a season reads some thousand rows and not a
// million orders. Sums are changed in the transaction that changes the orders: what the orders add to them
// is taken off before, and added again after. All of an event's orders are of one shard, and whoever changes
// orders has locked that: so no two of these transactions meet in a row, but in that of the payments whose
// orders were never recorded, which they change in the same order.

/** Does something with these orders, and nothing with others, and keeps the sums right. */
export async function withSums(
  tx: RecordsTransaction,
  orderIds: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  if (orderIds.length === 0) return await work();
  if (await isRecorded(tx, orderIds)) await addUp(tx, amongOrders(orderIds), -1);
  await work();
  await addUp(tx, amongOrders(orderIds), 1);
}

/** Adds up all orders of an event anew. Call it under the lock of its shard. */
export async function sumUpEvent(tx: RecordsTransaction, eventId: string): Promise<void> {
  for (const { table } of SUMS) {
    await sql`delete from ${sql.table(table)} where event_id = ${eventId}`.execute(tx);
  }
  const ofEvent = eventId === '' ? sql`o.order_id is null` : sql`o.event_id = ${eventId}`;
  await addUp(tx, { orders: ofEvent, payments: ofEvent }, 1);
}

function amongOrders(ids: readonly string[]): Filter {
  return {
    orders: sql`o.order_id = any(${ids}::text[])`,
    payments: sql`p.order_id = any(${ids}::text[])`,
  };
}

// New orders have added nothing yet, and most are new.
async function isRecorded(tx: RecordsTransaction, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ is_there: boolean }>`
    select exists (select from records.orders where order_id = any(${ids}::text[]))
      or exists (select from records.payments where order_id = any(${ids}::text[])) as is_there
  `.execute(tx);
  return rows[0]?.is_there === true;
}

async function addUp(tx: RecordsTransaction, filter: Filter, sign: 1 | -1): Promise<void> {
  for (const sums of SUMS) {
    const { table, key } = sums;
    const amounts = Object.keys(sums.amounts);
    const name = table.slice('records.'.length);
    const added = amounts.map((column) => {
      const [before, more] = [sql.ref(`${name}.${column}`), sql.ref(`excluded.${column}`)];
      return sql`${sql.ref(column)} = ${before} + ${more}`;
    });
    await sql`
      insert into ${sql.table(table)} (${refs([...key, ...amounts])})
      ${selectSums(sums, filter, sign)} order by ${refs(key)}
      on conflict (${refs(key)}) do update set ${sql.join(added)}
    `.execute(tx);
  }
}

/** What these orders or payments add to the sums, in the order of the columns. */
export function selectSums(
  { key, amounts, select }: (typeof SUMS)[number],
  filter: Filter,
  sign: 1 | -1,
): RawBuilder<unknown> {
  const sums = Object.values(amounts).map((amount) => {
    return sql`${sql.lit(sign)} * sum(${sql.raw(amount)})::bigint`;
  });
  return sql`
    select ${refs(key)}, ${sql.join(sums)} from (${select(filter)}) as each group by ${refs(key)}`;
}

const refs = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));
