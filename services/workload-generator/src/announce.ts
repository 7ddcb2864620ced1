import { connectRedis, type ServiceContext, startHeartbeat } from '@onsale/service-runtime';
import type { GeneratorConfig } from './config.ts';

/**
 * Shows this process in the fleet, if its configuration says where Redis is. Nothing else here needs
 * Redis: while it is away, the load goes on.
 */
export function announceIfToldWhere(
  context: ServiceContext<GeneratorConfig>,
  work: () => number,
): void {
  const { config, logger, instance, signal, onClose } = context;
  const { REDIS_URL, REDIS_HOST = '' } = config;
  if (REDIS_URL === undefined && REDIS_HOST === '') return;
  const announce = async () => {
    const name = `workload-generator/${instance}`;
    const redis = await connectRedis({ ...config, REDIS_HOST }, { logger, name, signal });
    onClose('Redis', () => redis.close());
    const service = 'workload-generator';
    const heartbeat = startHeartbeat({ redis, service, instance, work, logger });
    onClose('heartbeat', () => heartbeat.stop());
  };
  announce().catch((error: unknown) => {
    if (!signal.aborted) logger.error({ err: error }, 'this process is not shown in the fleet');
  });
}
