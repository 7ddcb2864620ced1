import { type ListedCheckIn, type ListedOrder, ORDERS_ON_PAGE } from '@onsale/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import {
  formatPage,
  type ListOf,
  type ListPosition,
  type PagePosition,
  parseCursor,
  parsePage,
  readPosition,
} from './list-cursor.ts';
import {
  isListed,
  readCheckInsWhere,
  readListedCheckIns,
  readListedOrders,
} from './listed-orders.ts';

/** A part of the list: a page of it, or what has changed in it. */
export interface ListPart {
  /** Whether the list begins with it, whatever was asked. */
  isStart: boolean;
  isDifference: boolean;
  orders: ListedOrder[];
  checkIns: ListedCheckIn[];
  /** Orders in the whole list; 0 in a difference. */
  total: number;
  nextPage?: string;
  cursor?: string;
}

/** What a device asks for. Without anything, it is the first page. */
export interface ListRequest extends ListOf {
  cursor?: string | undefined;
  page?: string | undefined;
  /** For tests. */
  ordersOnPage?: number;
}

/**
 * Reads the list of an event for a device: what has changed since a cursor, or a page of the whole. Pages are read
 * one after another while the list changes; the cursor of the last is from before the first, so that nothing is
 * missed. Whatever is asked with what is of no use is answered by the first page.
 */
export async function readCheckInList(db: Records, request: ListRequest): Promise<ListPart> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const now = await readPosition(tx, request);
      const { cursor, page } = request;
      if (page !== undefined) {
        const next = parsePage(page, now);
        if (next !== undefined) return await readPage(tx, request, next);
      } else if (cursor !== undefined) {
        const since = parseCursor(cursor, now);
        if (since !== undefined && (await isWhole(tx, request, since))) {
          return await readDifference(tx, request, { since, now });
        }
      }
      const total = await countOrders(tx, request);
      return await readPage(tx, request, { from: now, afterMs: -1, total });
    });
}

// The pages end between two moments of placing: nobody outside may know the id of an order.
async function readPage(
  tx: RecordsTransaction,
  request: ListRequest,
  { from, afterMs, total }: PagePosition,
): Promise<ListPart> {
  const { eventId, ordersOnPage = ORDERS_ON_PAGE } = request;
  const { rows: ids } = await sql<{ order_id: string; placed_at: Date }>`
    select o.order_id, o.placed_at from records.orders o
    where o.event_id = ${eventId} and ${isListed} and o.placed_at > ${new Date(afterMs)}
    order by o.placed_at
    fetch first ${ordersOnPage} rows with ties`.execute(tx);
  const orderIds = ids.map(({ order_id: id }) => id);
  const orders = await readListedOrders(tx, among(orderIds), request);
  const checkIns = await readListedCheckIns(tx, orderIds);
  const last = ids.at(-1)?.placed_at.getTime() ?? afterMs;
  const isLast = ids.length < ordersOnPage;
  return {
    ...{
      isStart: afterMs < 0,
      isDifference: false,
      orders: orders.map(({ order }) => order),
      checkIns,
      total,
    },
    ...(isLast
      ? { cursor: from.cursor }
      : { nextPage: formatPage({ from, afterMs: last, total }) }),
  };
}

async function readDifference(
  tx: RecordsTransaction,
  { eventId, withNames }: ListRequest,
  { since, now }: { since: ListPosition; now: ListPosition },
): Promise<ListPart> {
  const { rows: changed } = await sql<{ order_id: string }>`
    select o.order_id from records.orders o
    where o.event_id = ${eventId} and ${isListed} and ${isNew(sql`o.changed_in`, since)}
    union
    select o.order_id from records.people p join records.orders o using (person_id)
    where ${withNames} and ${isNew(sql`p.renamed_in`, since)}
      and o.event_id = ${eventId} and ${isListed}`.execute(tx);
  const orderIds = changed.map(({ order_id: id }) => id);
  const orders = await readListedOrders(tx, among(orderIds), { withNames });
  const checkIns = await readCheckInsWhere(
    tx,
    sql`where c.event_id = ${eventId} and ${isNew(sql`c.changed_in`, since)}`,
  );
  // Of an order that is in the list again, those from before.
  const known = await readListedCheckIns(tx, orderIds);
  return {
    ...{ isStart: false, isDifference: true, total: 0, orders: orders.map(({ order }) => order) },
    ...{ checkIns: [...known, ...checkIns], cursor: now.cursor },
  };
}

const among = (orderIds: readonly string[]) => sql`where o.order_id = any(${orderIds}::text[])`;

// Whether the transaction of a row was not over when the reader read last.
function isNew(changedIn: RawBuilder<unknown>, { snapshot }: ListPosition): RawBuilder<unknown> {
  return sql`(${changedIn} >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
    and not pg_visible_in_snapshot(${changedIn}, ${snapshot}::pg_snapshot))`;
}

// No order has left the list since, of which a difference could not tell.
async function isWhole(
  tx: RecordsTransaction,
  { eventId }: ListRequest,
  { snapshot }: ListPosition,
): Promise<boolean> {
  const { rows } = await sql<{ is_whole: boolean }>`
    select coalesce(pg_visible_in_snapshot(unlisted_in, ${snapshot}::pg_snapshot), true) as is_whole
    from records.events where event_id = ${eventId}`.execute(tx);
  return rows[0]?.is_whole ?? true;
}

async function countOrders(tx: RecordsTransaction, { eventId }: ListRequest): Promise<number> {
  const { rows } = await sql<{ orders: number }>`
    select count(*) as orders from records.orders o
    where o.event_id = ${eventId} and ${isListed}`.execute(tx);
  return rows[0]?.orders ?? 0;
}
