import { orderBucketKey, orderSecond, paymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** What is stored of an order; undefined for what is not there. */
export interface StoredRecords {
  record: string | undefined;
  payment: string | undefined;
}

/** Reads the records of orders of a shard and of their payments, by order id. */
export async function readRecords(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  orderIds: Iterable<string>,
): Promise<Map<string, StoredRecords>> {
  const bySecond = Map.groupBy(orderIds, orderSecond);
  const read = async (key: string, ids: readonly string[]) =>
    (await ledger.redis.command(key, ['HMGET', key, ...ids])) as (string | null)[];
  const found = await Promise.all(
    [...bySecond].map(async ([second, ids]) => {
      const [records, payments] = await Promise.all([
        read(orderBucketKey(shard, second), ids),
        read(paymentsKey(shard, second), ids),
      ]);
      return ids.map((id, i) => {
        return [
          id,
          { record: records[i] ?? undefined, payment: payments[i] ?? undefined },
        ] as const;
      });
    }),
  );
  return new Map(found.flat());
}
