import type { Instance, ProviderCalls } from '@onsale/contracts';
import { announcementKey, LIST_KEY } from './fleet.ts';
import type { Logger } from '../process/logger.ts';
import type { RedisConnection } from '@onsale/redis';
import { createRedisMetrics } from './redis-metrics.ts';
import type { ServiceContext } from '../process/run-service.ts';

/** How often a process announces itself. */
export const HEARTBEAT_MS = 2000;
/** How long an announcement is valid: two may be late, and death is noticed within 6 s. */
const ANNOUNCEMENT_TTL_MS = 5000;

export interface Heartbeat {
  /** Removes this process from the fleet at once. */
  stop(): Promise<void>;
}

/** What a process tells of itself. */
export interface Doing {
  /** The work it has done since it started. */
  work: () => number;
  providerCalls?: () => ProviderCalls;
}

/**
 * Announces this process in the fleet until it ends, with the work it has done, and adds its view
 * of Redis to its metrics.
 */
export function announce(
  context: ServiceContext<{ CPU_REQUEST_MILLICORES?: number }>,
  redis: RedisConnection,
  doing: Doing,
): void {
  const onWritten = createRedisMetrics(context.registry, redis);
  const millicores = context.config.CPU_REQUEST_MILLICORES;
  const cpuRequest = millicores === undefined ? null : millicores / 1000;
  const heartbeat = startHeartbeat({ ...context, ...doing, redis, cpuRequest, onWritten });
  context.onClose('heartbeat', () => heartbeat.stop());
}

/** Announces a process in Redis every two seconds, until it is stopped. */
export function startHeartbeat(
  options: Doing & {
    redis: RedisConnection;
    service: string;
    instance: string;
    /** Cores; null when it is not known. */
    cpuRequest?: number | null;
    logger: Logger;
    /** Called with the seconds Redis took for an announcement. */
    onWritten?: (seconds: number) => void;
  },
): Heartbeat {
  const { redis, service, instance, cpuRequest = null, providerCalls } = options;
  const since = new Date(performance.timeOrigin).toISOString();
  // The first announcement covers the time since the process started.
  let cpuBefore = { user: 0, system: 0 };
  let timeBefore = 0;
  let workBefore = options.work();

  const beat = async (): Promise<void> => {
    const cpuSpent = process.cpuUsage(cpuBefore);
    const now = performance.now();
    const work = options.work();
    const announcement: Instance = {
      service,
      instance,
      since,
      cpu: Math.round((cpuSpent.user + cpuSpent.system) / (now - timeBefore)) / 1000,
      cpuRequest,
      memoryBytes: process.memoryUsage.rss(),
      work,
      workPerSecond: Math.round((work - workBefore) / ((now - timeBefore) / 1000)),
      ...(providerCalls === undefined ? {} : { providerCalls: providerCalls() }),
    };
    workBefore = work;
    cpuBefore = process.cpuUsage();
    timeBefore = now;
    if (!redis.isReady()) return;
    const key = announcementKey(instance);
    const text = JSON.stringify(announcement);
    await Promise.all([
      redis.command(key, ['SET', key, text, 'PX', String(ANNOUNCEMENT_TTL_MS)]),
      redis.command(LIST_KEY, ['ZADD', LIST_KEY, '0', instance]),
    ]);
    options.onWritten?.((performance.now() - now) / 1000);
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
