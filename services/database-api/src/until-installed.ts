import { setTimeout as delay } from 'node:timers/promises';
import {
  loadedScripts,
  MissingFunctionError,
  missingFunctions,
  type RedisConnection,
} from '@onsale/redis';

const LOOK_EVERY_MS = 200;

/**
 * Waits until the functions of this version are in Redis, reporting once that they are missing.
 * Rejects when `signal` is aborted.
 */
export async function untilInstalled(
  redis: RedisConnection,
  options: { signal: AbortSignal; onMissing: (message: string) => void },
): Promise<void> {
  for (let isSaid = false; ;) {
    // While Redis is unreachable, which is reported elsewhere, nothing is known.
    const missing = await missingFunctions(redis, loadedScripts()).catch((error: unknown) => {
      if (redis.isReady()) throw error;
    });
    if (missing?.length === 0) return;
    if (missing !== undefined && !isSaid) {
      isSaid = true;
      options.onMissing(new MissingFunctionError(missing).message);
    }
    await delay(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
}
