import { orderBucketKey, orderSecond } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { orderHandle } from './order-handle.ts';
import { parseOrderId } from './order-id.ts';

const HANDLE = /^([0-9a-z]{12})-[0-9a-f]{6}$/;

/**
 * The ids of the orders that a handle stands for: one, as a rule, and none when there is no such order.
 * Undefined when the text is no handle of this ledger. Reads the names of all orders of one second.
 */
export async function findOrders(ledger: Ledger, handle: string): Promise<string[] | undefined> {
  const front = HANDLE.exec(handle)?.[1];
  const place =
    front === undefined ? undefined : parseOrderId(front.padEnd(28, '0'), ledger.shards);
  if (place === undefined) return undefined;
  const bucket = orderBucketKey(place.shard, orderSecond(handle));
  const ids = (await ledger.redis.command(bucket, ['HKEYS', bucket])) as string[];
  return ids.filter((id) => orderHandle(id) === handle);
}
