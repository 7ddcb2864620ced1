import { orderBucketKey, orderSecond, paymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { OrderTexts } from './restore-orders.ts';

/** Reads the records of orders of a shard and of their payments, as they are stored; one for each id. */
export async function readOrderTexts(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  orderIds: readonly string[],
): Promise<Map<string, OrderTexts>> {
  const texts = new Map<string, OrderTexts>();
  const seconds = Map.groupBy(orderIds, orderSecond);
  await Promise.all(
    Array.from(seconds, async ([second, ids]) => {
      const read = async (key: string) =>
        (await ledger.redis.command(key, ['HMGET', key, ...ids])) as (string | null)[];
      // The payment first: an order is changed before what its payment says of it.
      const payments = await read(paymentsKey(shard, second));
      const records = await read(orderBucketKey(shard, second));
      for (const [i, id] of ids.entries()) {
        texts.set(id, { record: records[i] ?? undefined, payment: payments[i] ?? undefined });
      }
    }),
  );
  return texts;
}
