import type { RedisConnection } from '@onsale/redis';

/** Outside of everything that this service may touch; never written by anyone. */
const PROBE_KEY = 'onsale:fence-probe';

/**
 * Whether Redis itself keeps this service away from all keys but its own: whether it logged in as
 * the user of `deploy/redis/database-api.acl`. Leaves one line in `ACL LOG`, as every refusal does.
 */
export async function isFenced(redis: RedisConnection): Promise<boolean> {
  try {
    await redis.command(PROBE_KEY, ['GET', PROBE_KEY]);
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return true;
    throw error;
  }
}
