import { archiveKey, orderSecond } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from '../orders/order-id.ts';

/**
 * Whether an order that is not in Redis may have left it: it is as old as one that has. Must be asked after
 * the order was looked for.
 */
export async function mayBeArchived(ledger: Ledger, orderId: string): Promise<boolean> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined) return false;
  const key = archiveKey(shard);
  const archivedTo = await ledger.redis.command(key, ['HGET', key, 'archivedTo']);
  return isArchivedSecond(orderId, archivedTo);
}

/** The same, for whoever has read the newest second from which an order has left. Seconds sort by time. */
export function isArchivedSecond(orderId: string, archivedTo: unknown): boolean {
  return typeof archivedTo === 'string' && orderSecond(orderId) <= archivedTo;
}

/**
 * Notes that this order is archived, and so may be all that are no newer: for a Redis that does not know what
 * has left another one before. Nothing else may be taken out meanwhile.
 */
export async function noteArchived(ledger: Ledger, orderId: string): Promise<void> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined || (await mayBeArchived(ledger, orderId))) return;
  const key = archiveKey(shard);
  await ledger.redis.command(key, ['HSET', key, 'archivedTo', orderSecond(orderId)]);
}
