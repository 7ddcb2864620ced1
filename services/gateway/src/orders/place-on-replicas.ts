import { orderStreamKey, type Placement } from '@onsale/ledger';
import type { Redis, RedisConnection } from '@onsale/redis';
import { redisUnavailable } from '../redis-deadline.ts';

/** How long replicas may take to confirm. */
const WAIT_TIMEOUT_MS = 500;

/**
 * Places orders of a shard and waits until the required number of replicas has them. Rejects with
 * `ApiError` 503 when that takes too long; the orders are stored nevertheless, and a retry finds
 * them.
 *
 * WAIT covers only writes made over the same connection to the same server. After a failover,
 * another server would vouch for orders it has never seen, so both commands use one connection or
 * fail.
 */
export async function placeOnReplicas(
  redis: RedisConnection,
  { shard, replicas }: { shard: number; replicas: number },
  place: (redis: Redis) => Promise<Placement[]>,
): Promise<Placement[]> {
  const key = orderStreamKey(shard);
  const session = redis.session(key);
  const placements = await place({ ...session, nodes: () => redis.nodes() });
  const command = ['WAIT', String(replicas), String(WAIT_TIMEOUT_MS)];
  const reached = Number(await session.command(key, command));
  if (reached >= replicas) return placements;
  throw redisUnavailable(new Error(`${reached} of ${replicas} replicas have the orders`));
}
