import type { ApiError } from '@onsale/contracts';
import type { Redis, RedisConnection } from '@onsale/redis';

/** How long replicas may take to confirm. */
const WAIT_TIMEOUT_MS = 500;

/**
 * Runs commands on the node that holds `key`, then waits until `replicas` replicas have all that they
 * wrote or read, so that no failover can undo it; `needsWait` tells results for which that does not
 * matter. Rejects with what `unavailable` makes of the cause when it takes too long; what was written stays
 * nevertheless.
 *
 * WAIT covers what its own connection has written or read before (`wait-after-read.test.ts`), on the
 * same server. After a failover, another server would vouch for what it has never seen, so all
 * commands use one connection or fail. The connection is blocked meanwhile.
 */
export async function withReplicas<Result>(
  redis: RedisConnection,
  options: {
    key: string;
    replicas: number;
    needsWait?: (result: Result) => boolean;
    unavailable: (cause: unknown) => ApiError;
  },
  run: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const { key, replicas, needsWait, unavailable } = options;
  const session = redis.session(key);
  const result = await run({ ...session, nodes: () => redis.nodes() });
  if (needsWait?.(result) === false) return result;
  const reached = Number(
    await session.command(key, ['WAIT', String(replicas), String(WAIT_TIMEOUT_MS)]),
  );
  if (reached >= replicas) return result;
  throw unavailable(new Error(`${reached} of ${replicas} replicas have what was written`));
}
