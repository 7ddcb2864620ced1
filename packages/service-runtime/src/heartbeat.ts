import type { Logger } from './logger.ts';
import type { RedisConnection } from './redis.ts';

/** What a living process tells of itself. */
export interface Announcement {
  service: string;
  instance: string;
  /** ISO 8601. */
  since: string;
  /** Share of one core since the announcement before; 1 is a full core. */
  cpu: number;
  memoryBytes: number;
  /** Units of work done since the start: orders placed, orders settled, requests sent. */
  work: number;
}

/** How often a process announces itself. */
export const HEARTBEAT_MS = 2000;
/** An announcement is believed for this long: two may be late, and death shows within 6 s. */
const ANNOUNCEMENT_TTL_MS = 5000;
/** A name that has said nothing for this long is taken off the list. */
const FORGET_MS = 60_000;

// One hash tag, so that the list can be kept and read in one slot of a cluster.
const LIST_KEY = '{fleet}:instances';
const announcementKey = (instance: string): string => `{fleet}:instance:${instance}`;

export interface Heartbeat {
  /** Takes this process off the list at once. */
  stop(): Promise<void>;
}

/** Announces this process in Redis every two seconds, until it is stopped. */
export function startHeartbeat(options: {
  redis: RedisConnection;
  service: string;
  instance: string;
  work: () => number;
  logger: Logger;
}): Heartbeat {
  const { redis, service, instance } = options;
  const since = new Date().toISOString();
  let cpuBefore = process.cpuUsage();
  let timeBefore = performance.now();

  const beat = async (): Promise<void> => {
    const cpuSpent = process.cpuUsage(cpuBefore);
    const now = performance.now();
    const announcement: Announcement = {
      service,
      instance,
      since,
      cpu: Math.round((cpuSpent.user + cpuSpent.system) / (now - timeBefore)) / 1000,
      memoryBytes: process.memoryUsage.rss(),
      work: options.work(),
    };
    cpuBefore = process.cpuUsage();
    timeBefore = now;
    if (!redis.isReady()) return;
    const key = announcementKey(instance);
    const text = JSON.stringify(announcement);
    await Promise.all([
      redis.command(key, ['SET', key, text, 'PX', String(ANNOUNCEMENT_TTL_MS)]),
      redis.command(LIST_KEY, ['ZADD', LIST_KEY, String(Date.now()), instance]),
    ]);
  };
  const beatSafely = () => {
    beat().catch((error: unknown) => options.logger.debug({ err: error }, 'announcement failed'));
  };
  beatSafely();
  const timer = setInterval(beatSafely, HEARTBEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      if (!redis.isReady()) return;
      const key = announcementKey(instance);
      await Promise.all([
        redis.command(key, ['DEL', key]),
        redis.command(LIST_KEY, ['ZREM', LIST_KEY, instance]),
      ]);
    },
  };
}

/** The processes that are alive, by service and age. */
export async function readFleet(redis: RedisConnection): Promise<Announcement[]> {
  const forgotten = String(Date.now() - FORGET_MS);
  await redis.command(LIST_KEY, ['ZREMRANGEBYSCORE', LIST_KEY, '-inf', forgotten]);
  const instances = (await redis.command(LIST_KEY, ['ZRANGE', LIST_KEY, '0', '-1'])) as string[];
  if (instances.length === 0) return [];
  const keys = instances.map(announcementKey);
  const texts = (await redis.command(LIST_KEY, ['MGET', ...keys])) as (string | null)[];
  return texts
    .filter((text) => text !== null)
    .map((text) => JSON.parse(text) as Announcement)
    .sort((a, b) => a.service.localeCompare(b.service) || a.since.localeCompare(b.since));
}
