import type { StoredRecords } from '@onsale/ledger';
import { NewerOrderError, type OrderRows, orderRows } from '../orders/order-rows.ts';
import { paymentRows } from '../orders/payment-rows.ts';
import { storeRows } from '../orders/store-orders.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/**
 * Stores orders as they were read from Redis; of those that have left it only the payment, if that is there.
 * Returns the ids of those whose records can't be read. Throws `NewerOrderError`.
 */
export async function storeRead(
  tx: RecordsTransaction,
  shard: number,
  stored: ReadonlyMap<string, StoredRecords>,
): Promise<string[]> {
  const rows: OrderRows[] = [];
  const unreadable: string[] = [];
  for (const [orderId, records] of stored) {
    try {
      rows.push(rowsOf(orderId, shard, records));
    } catch (error) {
      if (error instanceof NewerOrderError) throw error;
      unreadable.push(orderId);
    }
  }
  await storeRows(tx, rows, { isCurrent: true });
  return unreadable;
}

function rowsOf(orderId: string, shard: number, { record, payment }: StoredRecords): OrderRows {
  if (record !== undefined) return orderRows({ orderId, shard, record, payment });
  const money =
    payment === undefined ? { refunds: [], disputes: [] } : paymentRows(orderId, payment);
  return { lines: [], tickets: [], ...money };
}
