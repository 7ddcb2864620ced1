import { setTimeout as delay } from 'node:timers/promises';
import {
  checkVersion,
  connectRedis,
  isPassing,
  type RedisConfig,
  type RedisConnection,
} from '@onsale/redis';
import type { ServiceContext } from './run-service.ts';

/** How soon a Redis that went away after connecting is asked for its version again. */
const ASK_AGAIN_MS = 100;

/**
 * Connects this process to Redis, and closes the connection on shutdown. `role` distinguishes
 * several connections of a process in Redis and in the log; one opened `beside` another shares its
 * knowledge of a cluster. The first one looks at the version of Redis: throws `RedisTooOldError` if it is
 * too old, and logs a warning if it has known security holes.
 */
export async function openRedis(
  context: ServiceContext<RedisConfig>,
  role?: string,
  beside?: RedisConnection,
): Promise<RedisConnection> {
  const { service, instance, onClose } = context;
  const kind = role === undefined ? service : `${service}-${role}`;
  const name = `${kind}/${instance}`;
  const redis =
    beside === undefined
      ? await connectRedis(context.config, { ...context, name })
      : await beside.another(name);
  onClose(role === undefined ? 'Redis' : `Redis ${role}`, () => redis.close());
  if (beside === undefined) await lookAtVersion(redis, context);
  return redis;
}

async function lookAtVersion(
  redis: RedisConnection,
  { logger, signal }: ServiceContext<RedisConfig>,
): Promise<void> {
  for (;;) {
    try {
      for (const sentence of await checkVersion(redis)) logger.warn(sentence);
      return;
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await delay(ASK_AGAIN_MS, undefined, { signal });
  }
}
