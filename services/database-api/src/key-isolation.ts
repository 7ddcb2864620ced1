import type { RedisConnection } from '@onsale/redis';

/** A key outside this service's prefix, which nobody ever writes. */
const PROBE_KEY = 'onsale:isolation-probe';

/**
 * Whether Redis itself denies this service all keys but its own, as for the user in
 * `deploy/redis/database-api.acl`. Leaves one entry in `ACL LOG`, as every denial does.
 */
export async function hasKeyIsolation(redis: RedisConnection): Promise<boolean> {
  try {
    await redis.command(PROBE_KEY, ['GET', PROBE_KEY]);
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return true;
    throw error;
  }
}
