import type { RedisConnection } from '@onsale/redis';
import { announce, openRedis, type ServiceContext } from '@onsale/service';
import type { GeneratorConfig } from './config.ts';

/** Whether the configuration says where Redis is. Only the fleet and the rehearsal need it. */
export function knowsRedis(config: GeneratorConfig): boolean {
  const { REDIS_URL, REDIS_SENTINELS, REDIS_HOST = '' } = config;
  return REDIS_URL !== undefined || REDIS_SENTINELS !== undefined || REDIS_HOST !== '';
}

/**
 * Shows this process in the fleet, if its configuration says where Redis is; returns the connection, or
 * undefined without one. While Redis is away, the load goes on.
 */
export async function announceIfToldWhere(
  context: ServiceContext<GeneratorConfig>,
  work: () => number,
): Promise<RedisConnection | undefined> {
  if (!knowsRedis(context.config)) return undefined;
  const config = { ...context.config, REDIS_HOST: context.config.REDIS_HOST ?? '' };
  try {
    const redis = await openRedis({ ...context, config });
    announce(context, redis, { work });
    return redis;
  } catch (error) {
    if (!context.signal.aborted) {
      context.logger.error({ err: error }, 'this process is not shown in the fleet');
    }
    return undefined;
  }
}
