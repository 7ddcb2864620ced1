import type { RedisConnection } from './redis.ts';

// Hash: how many processes of each service are wanted.
const DESIRED_KEY = '{fleet}:desired';
/** What an autoscaler wants is believed for this long: then it has died or was turned off. */
const DESIRED_TTL_MS = 15_000;

/** Tells how many processes of each service an autoscaler wants; forgotten after 15 seconds. */
export async function writeDesired(
  redis: Pick<RedisConnection, 'command'>,
  desired: Readonly<Record<string, number>>,
): Promise<void> {
  const fields = Object.entries(desired).flatMap(([service, count]) => [service, String(count)]);
  await Promise.all([
    redis.command(DESIRED_KEY, ['HSET', DESIRED_KEY, ...fields]),
    redis.command(DESIRED_KEY, ['PEXPIRE', DESIRED_KEY, String(DESIRED_TTL_MS)]),
  ]);
}
