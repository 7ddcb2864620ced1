import { announce, openRedis, type ServiceContext } from '@onsale/service';
import type { GeneratorConfig } from './config.ts';

/**
 * Shows this process in the fleet, if its configuration says where Redis is. Nothing else here needs
 * Redis: while it is away, the load goes on.
 */
export function announceIfToldWhere(
  context: ServiceContext<GeneratorConfig>,
  work: () => number,
): void {
  const { REDIS_URL, REDIS_SENTINELS, REDIS_HOST = '' } = context.config;
  if (REDIS_URL === undefined && REDIS_SENTINELS === undefined && REDIS_HOST === '') return;
  const config = { ...context.config, REDIS_HOST };
  openRedis({ ...context, config }).then(
    (redis) => announce(context, redis, work),
    (error: unknown) => {
      if (context.signal.aborted) return;
      context.logger.error({ err: error }, 'this process is not shown in the fleet');
    },
  );
}
