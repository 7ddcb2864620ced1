import { sql } from 'kysely';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import type { RecordedOrder } from './order-rows.ts';
import { withSums } from '../sums/sum-up.ts';
import { storeOrders } from './store-orders.ts';

const TABLES = [
  ...(['records.orders', 'records.payments', 'records.refunds', 'records.disputes'] as const),
];

/**
 * Stores orders as they were read, whatever is recorded of them, even if that is newer: each at most once in a
 * call. Of pending and rejected ones nothing stays but their payments. Throws what `orderRows` throws.
 */
export async function replaceOrders(
  tx: RecordsTransaction,
  orders: readonly RecordedOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  const ids = orders.map(({ orderId }) => orderId);
  await withSums(tx, ids, async () => {
    for (const table of TABLES) {
      await tx
        .deleteFrom(table)
        .where(sql<boolean>`order_id = any(${ids}::text[])`)
        .execute();
    }
  });
  await storeOrders(tx, orders);
}
