import { type Ledger, orderSecond, parseOrderId, paymentsKey } from '@onsale/ledger';
import { RedisConnectionError } from '@onsale/redis';
import type { RedisConnection } from '@onsale/redis';

/** How long replicas may take to confirm. */
const WAIT_MS = 500;

/**
 * Waits until `replicas` replicas have the payment of an order, so that no failover can undo what is told
 * to the provider. WAIT covers what its own connection has read before, so the payment is read again.
 * Throws `RedisConnectionError` when they don't have it in time.
 */
export async function requireReplicas(
  { ledger, replicas }: { ledger: Ledger; replicas: number },
  orderId: string,
): Promise<void> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (replicas === 0 || shard === undefined) return;
  const key = paymentsKey(shard, orderSecond(orderId));
  const session = (ledger.redis as RedisConnection).session(key);
  await session.command(key, ['HGET', key, orderId]);
  const wait = ['WAIT', String(replicas), String(WAIT_MS)];
  const reached = Number(await session.command(key, wait));
  if (reached >= replicas) return;
  throw new RedisConnectionError(`${reached} of ${replicas} replicas have the payment`);
}
