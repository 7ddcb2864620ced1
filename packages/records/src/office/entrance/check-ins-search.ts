import type { CheckInRecord, ListedOrder } from '@onsale/contracts';
import { unpackOrder } from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { listRecordedOrders } from '../orders/list-orders.ts';
import { readSearch } from '../orders/search-words.ts';
import { isListed, readListedOrder, readListedOrdersById } from './listed-orders.ts';

const STATUSES = ['confirmed', 'refunded', 'cancelled'];

/** An order that was searched for, with its buyer and who of it is in. */
export interface OrderAtEntrance {
  orderId: string;
  order: ListedOrder;
  buyer: string;
  email: string;
  /** By the place of the ticket. */
  checkIns: ReadonlyMap<number, CheckInRecord[]>;
}

/**
 * Orders of an event, the newest first: those of a buyer or a holder by name or address, that with an id, or the one
 * of the ticket that `ticket` names.
 */
export async function findOrdersAtEntrance(
  db: Records,
  wanted: { eventId: string; search: string; ticket: string | undefined; limit: number },
): Promise<{ orders: OrderAtEntrance[]; hasMore: boolean }> {
  const { limit } = wanted;
  const ids = (await findIds(db, wanted)).toSorted().toReversed();
  const orders = await readOrders(db, ids.slice(0, limit));
  return { orders, hasMore: ids.length > limit };
}

async function findIds(
  db: Records,
  wanted: { eventId: string; search: string; ticket: string | undefined; limit: number },
): Promise<string[]> {
  const { eventId, search, ticket, limit } = wanted;
  if (ticket !== undefined) {
    const found = await readListedOrder(db, { eventId, ticket });
    if (found !== undefined) return [found.orderId];
  }
  const most = limit + 1;
  const [ofBuyers, ofHolders] = await Promise.all([
    listRecordedOrders(db, { search, eventIds: [eventId], statuses: STATUSES, limit: most }),
    findByHolder(db, { eventId, search, limit: most }),
  ]);
  return [...new Set([...ofBuyers.map(({ orderId }) => orderId), ...ofHolders])];
}

// As the index `tickets_holder` has it.
async function findByHolder(
  db: Records,
  { eventId, search, limit }: { eventId: string; search: string; limit: number },
): Promise<string[]> {
  const { patterns } = await readSearch(db, search);
  if (patterns.length === 0) return [];
  const isLike = sql.join(
    patterns.map((pattern) => sql`records.fold(' ' || t.holder) like ${pattern}`),
    sql` and `,
  );
  const { rows } = await sql<{ order_id: string }>`
    select distinct o.order_id from records.orders o join records.tickets t using (order_id)
    where o.event_id = ${eventId} and ${isListed} and t.holder <> '' and ${isLike}
    order by o.order_id desc limit ${limit}`.execute(db);
  return rows.map(({ order_id: orderId }) => orderId);
}

async function readOrders(db: Records, ids: readonly string[]): Promise<OrderAtEntrance[]> {
  if (ids.length === 0) return [];
  const [listed, records] = await Promise.all([
    readListedOrdersById(db, ids),
    db
      .selectFrom('records.orders')
      .select(['order_id', 'record'])
      .where('order_id', 'in', ids)
      .execute(),
  ]);
  const recordOf = new Map(records.map((row) => [row.order_id, row.record]));
  return listed
    .toSorted((a, b) => ids.indexOf(a.orderId) - ids.indexOf(b.orderId))
    .map(({ orderId, order, checkIns }) => {
      // An order is of whoever it was sold to, also where others have bought with that address since.
      const { customer } = unpackOrder(recordOf.get(orderId) ?? '');
      const byPlace = Map.groupBy(checkIns, ({ place }) => place);
      return {
        ...{ orderId, order, buyer: customer.name, email: customer.email },
        checkIns: new Map([...byPlace].map(([place, ofIt]) => [place, ofIt.map(recordOfCheckIn)])),
      };
    });
}

function recordOfCheckIn({ day, at, entranceId, device }: CheckInRecord): CheckInRecord {
  return {
    ...{ day, at },
    ...(entranceId === undefined ? {} : { entranceId }),
    ...(device === undefined ? {} : { device }),
  };
}
