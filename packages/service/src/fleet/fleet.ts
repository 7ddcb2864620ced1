import { Instance } from '@onsale/contracts';
import type { RedisConnection } from '@onsale/redis';

// What is said of the processes lies in Redis, under one hash tag, so that it can be read in one
// slot of a cluster.

/**
 * Sorted set: the names of the processes, all with the score 0. Who is alive is said by the announcements,
 * which end by Redis' clock: those of the processes may differ by minutes.
 */
export const LIST_KEY = '{fleet}:instances';

/** String: what a process announced of itself. */
export const announcementKey = (instance: string): string => `{fleet}:instance:${instance}`;

// Hash: how many processes of each service are wanted.
const DESIRED_KEY = '{fleet}:desired';

/** More are a mistake, or somebody's mischief. */
const MAX_INSTANCES = 1000;
/** What an autoscaler wants is believed for this long: then it has died or was turned off. */
const DESIRED_TTL_MS = 15_000;

/** An announcement has some 250 bytes; what is longer is not one of ours. */
const MAX_ANNOUNCEMENT_BYTES = 4096;

type Redis = Pick<RedisConnection, 'command'>;

/**
 * The processes that are alive, by service and age. Every part may write announcements, so one that
 * makes no sense is left out instead of hiding all others.
 */
export async function readFleet(redis: Redis): Promise<Instance[]> {
  const last = String(MAX_INSTANCES - 1);
  const instances = (await redis.command(LIST_KEY, ['ZRANGE', LIST_KEY, '0', last])) as string[];
  if (instances.length === 0) return [];
  const keys = instances.map(announcementKey);
  const texts = (await redis.command(LIST_KEY, ['MGET', ...keys])) as (string | null)[];
  const silent = instances.filter((_, i) => texts[i] === null);
  // One that was only late puts itself back with its next announcement.
  if (silent.length > 0) await redis.command(LIST_KEY, ['ZREM', LIST_KEY, ...silent]);
  return texts
    .flatMap((text) => parseAnnouncement(text ?? ''))
    .sort((a, b) => a.service.localeCompare(b.service) || a.since.localeCompare(b.since));
}

function parseAnnouncement(text: string): Instance[] {
  if (text.length > MAX_ANNOUNCEMENT_BYTES) return [];
  try {
    const announced: unknown = JSON.parse(text);
    return isInstance(announced) ? [announced] : [];
  } catch {
    // Empty when it has run out; what else is not JSON is no announcement either.
    return [];
  }
}

const FIELDS = Object.entries(Instance.properties).map(
  ([name, { type }]) => [name, type === 'string' ? 'string' : 'number'] as const,
);

function isInstance(value: unknown): value is Instance {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return FIELDS.every(([name, type]) => typeof fields[name] === type);
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
