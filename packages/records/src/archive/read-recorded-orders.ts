import { parseOrderId } from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import type { RecordedOrder } from '../orders/order-rows.ts';

/**
 * Reads orders by their ids, with their payments; those that are not recorded are left out, and so are, with
 * `isValid`, those that were given up.
 */
export async function readRecordedOrders(
  db: Records,
  orderIds: readonly string[],
  { isValid = false }: { isValid?: boolean } = {},
): Promise<RecordedOrder[]> {
  if (orderIds.length === 0) return [];
  const rows = await db
    .selectFrom('records.orders as o')
    .leftJoin('records.payments as p', 'p.order_id', 'o.order_id')
    .select(['o.order_id', 'o.shard', 'o.record', 'o.archived_at', 'p.record as payment'])
    .where('o.order_id', 'in', orderIds)
    .$if(isValid, (query) => query.where('o.given_up_at', 'is', null))
    .execute();
  return rows.map(({ order_id: orderId, shard, record, payment, archived_at: archivedAt }) => ({
    ...{ orderId, shard, record },
    ...(payment === null ? {} : { payment }),
    ...(archivedAt === null ? {} : { archivedAt }),
  }));
}

/**
 * Reads one; undefined when no such order is recorded. One that was given up is not an order any more: its
 * tickets may be somebody else's.
 */
export async function readRecordedOrder(
  db: Records,
  orderId: string,
): Promise<RecordedOrder | undefined> {
  // Nobody's guess is worth a query.
  if (parseOrderId(orderId, Infinity) === undefined) return undefined;
  const [order] = await readRecordedOrders(db, [orderId], { isValid: true });
  return order;
}
