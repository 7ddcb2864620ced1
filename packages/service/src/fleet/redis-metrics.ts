import { gauge, Histogram, type Registry } from '../process/metrics.ts';
import type { RedisConnection } from '@onsale/redis';

/** Exports a process's connection to Redis; returns a function that records the time of a write. */
export function createRedisMetrics(
  registry: Registry,
  redis: Pick<RedisConnection, 'isReady'>,
): (seconds: number) => void {
  const writes = new Histogram({
    name: 'onsale_redis_write_duration_seconds',
    help: 'Time of a small write to Redis, the least that an order waits',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [registry],
  });
  gauge(
    registry,
    {
      name: 'onsale_redis_connected',
      help: '1 while Redis can be reached, else 0; missing until it first could',
    },
    () => (redis.isReady() ? 1 : 0),
  );
  return (seconds) => writes.observe(seconds);
}
