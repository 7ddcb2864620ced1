import { connectRedis, type RedisConfig, type RedisConnection } from './redis.ts';
import type { ServiceContext } from './service.ts';

/**
 * Connects this process to Redis, and closes the connection when the process ends. `role` tells
 * several connections of a process apart, in Redis and in the log.
 */
export async function openRedis(
  context: ServiceContext<RedisConfig>,
  role?: string,
): Promise<RedisConnection> {
  const { service, instance, onClose } = context;
  const kind = role === undefined ? service : `${service}-${role}`;
  const redis = await connectRedis(context.config, { ...context, name: `${kind}/${instance}` });
  onClose(role === undefined ? 'Redis' : `Redis ${role}`, () => redis.close());
  return redis;
}
