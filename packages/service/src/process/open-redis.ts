import { connectRedis, type RedisConfig, type RedisConnection } from '@onsale/redis';
import type { ServiceContext } from './run-service.ts';

/**
 * Connects this process to Redis, and closes the connection on shutdown. `role` distinguishes
 * several connections of a process in Redis and in the log; one opened `beside` another shares its
 * knowledge of a cluster.
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
  return redis;
}
