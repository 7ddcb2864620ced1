import type { Instance } from '@onsale/contracts';
import type { RedisConnection } from '@onsale/redis';

// What is said of the processes lies in Redis, under one hash tag, so that it can be read in one
// slot of a cluster.

/** Sorted set: the names of the processes, by the time of their last announcement. */
export const LIST_KEY = '{fleet}:instances';

/** String: what a process announced of itself. */
export const announcementKey = (instance: string): string => `{fleet}:instance:${instance}`;

// Hash: how many processes of each service are wanted.
const DESIRED_KEY = '{fleet}:desired';

/** A name that has said nothing for this long is taken off the list. */
const FORGET_MS = 60_000;
/** What an autoscaler wants is believed for this long: then it has died or was turned off. */
const DESIRED_TTL_MS = 15_000;

type Redis = Pick<RedisConnection, 'command'>;

/** The processes that are alive, by service and age. */
export async function readFleet(redis: Redis): Promise<Instance[]> {
  const forgotten = String(Date.now() - FORGET_MS);
  await redis.command(LIST_KEY, ['ZREMRANGEBYSCORE', LIST_KEY, '-inf', forgotten]);
  const instances = (await redis.command(LIST_KEY, ['ZRANGE', LIST_KEY, '0', '-1'])) as string[];
  if (instances.length === 0) return [];
  const keys = instances.map(announcementKey);
  const texts = (await redis.command(LIST_KEY, ['MGET', ...keys])) as (string | null)[];
  return texts
    .filter((text) => text !== null)
    .map((text) => parseAnnouncement(text))
    .sort((a, b) => a.service.localeCompare(b.service) || a.since.localeCompare(b.since));
}

// A process of the version before does not tell its work per second.
function parseAnnouncement(text: string): Instance {
  return { workPerSecond: 0, ...(JSON.parse(text) as Omit<Instance, 'workPerSecond'>) };
}

/** Tells how many processes of each service an autoscaler wants; forgotten after 15 seconds. */
export async function writeDesired(
  redis: Redis,
  desired: Readonly<Record<string, number>>,
): Promise<void> {
  const fields = Object.entries(desired).flatMap(([service, count]) => [service, String(count)]);
  await Promise.all([
    redis.command(DESIRED_KEY, ['HSET', DESIRED_KEY, ...fields]),
    redis.command(DESIRED_KEY, ['PEXPIRE', DESIRED_KEY, String(DESIRED_TTL_MS)]),
  ]);
}

/** How many processes of each service are wanted; none for a service without an autoscaler. */
export async function readDesired(redis: Redis): Promise<Map<string, number>> {
  const reply = (await redis.command(DESIRED_KEY, ['HGETALL', DESIRED_KEY])) as string[];
  const desired = new Map<string, number>();
  for (let i = 0; i < reply.length; i += 2) desired.set(reply[i] ?? '', Number(reply[i + 1]));
  return desired;
}
