import { ApiError, workload } from '@onsale/contracts';
import type { RedisConnection } from '@onsale/redis';
import { type HttpServer, withSchemaTypes } from '@onsale/service';

/** The Redis of the shop: undefined where the generator is not told of any, and while it is away. */
export interface RehearsalRedis {
  isConfigured: boolean;
  current: () => RedisConnection | undefined;
}

/** `POST /rehearsal/reset`, by which the next load finds all tickets on sale again. */
export function registerRehearsalRoutes(
  scope: HttpServer,
  isBusy: () => boolean,
  redis: RehearsalRedis,
): void {
  const app = withSchemaTypes(scope);
  const { url, schema } = workload.resetRehearsal;
  app.post(url, { schema }, async () => {
    if (isBusy()) {
      throw new ApiError('RUN_ACTIVE', 'a run is active; stop it before you reset rehearsals');
    }
    if (!redis.isConfigured) {
      throw new ApiError(
        'NO_REHEARSAL',
        'this generator does not know where Redis is; set REDIS_URL',
      );
    }
    return { ordersDeleted: await reset(redis.current()) };
  });
}

async function reset(redis: RedisConnection | undefined): Promise<number> {
  try {
    if (redis?.isReady() !== true) throw new Error('not connected');
    // Only here, so that no start pays for it.
    const { resetRehearsal } = await import('@onsale/ledger/reset-rehearsal');
    return await resetRehearsal({ redis });
  } catch (error) {
    throw new ApiError('REDIS_UNAVAILABLE', 'the rehearsal could not be reset; try again', {
      retryAfterS: 1,
      cause: error,
    });
  }
}
