import { type RawBuilder, sql } from 'kysely';
import type { OrderRows } from '../orders/order-rows.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { canGroup, groupNew } from './group-new.ts';
import { type Filter, type Sums, SUMS } from './sums.ts';

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
  if (orderIds.length > 0) await addUp(tx, amongOrders(orderIds), -1);
  await work();
  if (orderIds.length > 0) await addUp(tx, amongOrders(orderIds), 1);
}

/** The same of orders whose rows `store` is about to store, most of them for the first time. */
export async function storeWithSums(
  tx: RecordsTransaction,
  rows: readonly OrderRows[],
  store: (known: Known) => Promise<void>,
): Promise<void> {
  const ids = rows.flatMap(({ order, payment }) => order?.order_id ?? payment?.order_id ?? []);
  if (ids.length === 0) return;
  const known = await findKnown(tx, ids);
  const isKnown = (id = '') => known.orders.has(id) || known.payments.has(id);
  const fresh = rows.filter((row) => canGroup(row) && !isKnown(row.order?.order_id));
  const grouped = new Set(fresh.map(({ order }) => order?.order_id));
  const others = ids.filter((id) => !grouped.has(id));
  await withSums(tx, others, async () => await store(known));
  for (const [i, groups] of groupNew(fresh).entries()) {
    const sums = SUMS[i]!;
    if (groups.length > 0) await add(tx, sums, sums.selectGroups(JSON.stringify(groups)));
  }
}

/** Adds up all orders of an event anew. Call it under the lock of its shard. */
export async function sumUpEvent(tx: RecordsTransaction, eventId: string): Promise<void> {
  for (const { table } of SUMS) {
    await sql`delete from ${sql.table(table)} where event_id = ${eventId}`.execute(tx);
  }
  const ofEvent = eventId === '' ? sql`o.order_id is null` : sql`o.event_id = ${eventId}`;
  await addUp(tx, { orders: ofEvent, payments: ofEvent }, 1);
}

/** Adds up all orders anew. Nobody may record anything meanwhile. */
export async function sumUpAll(tx: RecordsTransaction): Promise<void> {
  for (const { table } of SUMS) await sql`delete from ${sql.table(table)}`.execute(tx);
  await addUp(tx, { orders: sql`true`, payments: sql`true` }, 1);
}

/** What these orders or payments add to the sums, in the order of the columns. */
export function selectSums(
  { key, amounts }: Sums,
  rows: RawBuilder<unknown>,
  sign: 1 | -1 = 1,
): RawBuilder<unknown> {
  const sums = Object.values(amounts).map((amount) => {
    return sql`${sql.lit(sign)} * sum(${sql.raw(amount)})::bigint`;
  });
  return sql`select ${refs(key)}, ${sql.join(sums)} from (${rows}) as each group by ${refs(key)}`;
}

function amongOrders(ids: readonly string[]): Filter {
  return {
    orders: sql`o.order_id = any(${ids}::text[])`,
    payments: sql`p.order_id = any(${ids}::text[])`,
  };
}

/** What of some orders is recorded already, by their ids. */
export interface Known {
  orders: ReadonlySet<string>;
  payments: ReadonlySet<string>;
}

async function findKnown(tx: RecordsTransaction, ids: readonly string[]): Promise<Known> {
  const { rows } = await sql<{ id: string; is_payment: boolean }>`
    select order_id as id, false as is_payment from records.orders where order_id = any(${ids}::text[])
    union all select order_id, true from records.payments where order_id = any(${ids}::text[])
  `.execute(tx);
  const of = (isPayment: boolean) =>
    new Set(rows.filter((row) => row.is_payment === isPayment).map(({ id }) => id));
  return { orders: of(false), payments: of(true) };
}

async function addUp(tx: RecordsTransaction, filter: Filter, sign: 1 | -1): Promise<void> {
  for (const sums of SUMS) await add(tx, sums, sums.select(filter), sign);
}

async function add(
  tx: RecordsTransaction,
  sums: Sums,
  rows: RawBuilder<unknown>,
  sign: 1 | -1 = 1,
): Promise<void> {
  const { table, key } = sums;
  const amounts = Object.keys(sums.amounts);
  const name = table.slice('records.'.length);
  const added = amounts.map((column) => {
    const [before, more] = [sql.ref(`${name}.${column}`), sql.ref(`excluded.${column}`)];
    return sql`${sql.ref(column)} = ${before} + ${more}`;
  });
  await sql`
    insert into ${sql.table(table)} (${refs([...key, ...amounts])})
    ${selectSums(sums, rows, sign)} order by ${refs(key)}
    on conflict (${refs(key)}) do update set ${sql.join(added)}
  `.execute(tx);
}

const refs = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));
