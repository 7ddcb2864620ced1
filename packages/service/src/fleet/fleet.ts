import { Instance } from '@onsale/contracts';
import type { RedisConnection } from '@onsale/redis';
import { shapeCheck } from '../process/shape-check.ts';

// All fleet keys share a hash tag, so that they can be read from one slot of a cluster.

/**
 * Sorted set: the names of the processes, all with score 0. Whether a process is alive is shown by
 * its announcement, which expires by Redis' clock; the processes' own clocks may differ by minutes.
 */
export const LIST_KEY = '{fleet}:instances';

/** String: a process's latest announcement. */
export const announcementKey = (instance: string): string => `{fleet}:instance:${instance}`;

// Hash: what an autoscaler wants of each service, a `Desired` as JSON.
const DESIRED_KEY = '{fleet}:desired';

/** More can only be a mistake or an attack. */
const MAX_INSTANCES = 1000;
/** How long an autoscaler's count is valid; after that it has died or was turned off. */
const DESIRED_TTL_MS = 15_000;

/** An announcement has about 250 bytes; anything larger is not one. */
const MAX_ANNOUNCEMENT_BYTES = 4096;

type Redis = Pick<RedisConnection, 'command'>;

/**
 * The running processes, by service and age. Every part may write announcements, so an invalid one
 * is skipped instead of hiding all others.
 */
export async function readFleet(redis: Redis): Promise<Instance[]> {
  const last = String(MAX_INSTANCES - 1);
  const instances = (await redis.command(LIST_KEY, ['ZRANGE', LIST_KEY, '0', last])) as string[];
  if (instances.length === 0) return [];
  const keys = instances.map(announcementKey);
  const texts = (await redis.command(LIST_KEY, ['MGET', ...keys])) as (string | null)[];
  const silent = instances.filter((_, i) => texts[i] === null);
  // A process that was only late re-adds itself with its next announcement.
  if (silent.length > 0) await redis.command(LIST_KEY, ['ZREM', LIST_KEY, ...silent]);
  return texts
    .flatMap((text) => parseAnnouncement(text ?? ''))
    .sort((a, b) => a.service.localeCompare(b.service) || a.since.localeCompare(b.since));
}

/** During an upgrade, older versions lack what is optional, and newer ones may add to it. */
const isInstance = shapeCheck(Instance);

function parseAnnouncement(text: string): Instance[] {
  if (text.length > MAX_ANNOUNCEMENT_BYTES) return [];
  let announced: unknown;
  try {
    announced = JSON.parse(text);
  } catch {
    // Expired, or not JSON and so not an announcement.
    return [];
  }
  return isInstance(announced) ? [announced] : [];
}

/** What an autoscaler wants of one service. */
export interface Desired {
  count: number;
  /** Why, in words; absent before its first decision. */
  reason?: string;
  /** The use of the CPU request that it aims at, where 1 is all of it; absent without such an aim. */
  cpuTarget?: number;
}

/** Writes what an autoscaler wants of each service; expires after 15 seconds. */
export async function writeDesired(
  redis: Redis,
  desired: Readonly<Record<string, Desired>>,
): Promise<void> {
  const fields = Object.entries(desired).flatMap(([service, each]) => [
    service,
    JSON.stringify(each),
  ]);
  await Promise.all([
    redis.command(DESIRED_KEY, ['HSET', DESIRED_KEY, ...fields]),
    redis.command(DESIRED_KEY, ['PEXPIRE', DESIRED_KEY, String(DESIRED_TTL_MS)]),
  ]);
}

/** What an autoscaler wants of each service; no entry for one without an autoscaler. */
export async function readDesired(redis: Redis): Promise<Map<string, Desired>> {
  const reply = (await redis.command(DESIRED_KEY, ['HGETALL', DESIRED_KEY])) as string[];
  const desired = new Map<string, Desired>();
  for (let i = 0; i < reply.length; i += 2) {
    desired.set(reply[i] ?? '', JSON.parse(reply[i + 1] ?? '') as Desired);
  }
  return desired;
}
