import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { isOutage, isPassing } from '@onsale/redis';

/**
 * Requests that Redis has not answered by then get 503, so that nobody waits longer than a second.
 */
export const REDIS_DEADLINE_MS = 900;

/** Pause between retries while Redis is unreachable. */
const RETRY_DELAY_MS = 50;

/**
 * Runs a Redis operation. Rejects with `ApiError` 503 when Redis is unreachable or does not respond
 * within `timeoutMs`; it is then unknown whether the operation ran, since a hanging Redis may still
 * run it. Other errors are passed on.
 */
export async function withinDeadline<Result>(
  run: () => Promise<Result>,
  timeoutMs = REDIS_DEADLINE_MS,
): Promise<Result> {
  // A plain timer, because this runs for every batch of orders and an AbortController costs ten
  // times as much.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tellLate = () => reject(redisUnavailable(new Error('Redis did not answer in time')));
    timer = setTimeout(tellLate, timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw isOutage(error) ? redisUnavailable(error) : error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Retries until success, an error that is not temporary, or `deadlineMs` on the `performance`
 * clock. For example, a Redis that is out of memory is not retried.
 */
export async function retryUntil<Result>(
  deadlineMs: number,
  run: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const isLate = performance.now() + RETRY_DELAY_MS >= deadlineMs;
      if (!isPassing(error) || isLate) throw error;
      await delay(RETRY_DELAY_MS);
    }
  }
}

export function redisUnavailable(cause?: unknown): ApiError {
  return new ApiError(
    'REDIS_UNAVAILABLE',
    'the order books cannot be reached; repeat the request with the same Idempotency-Key',
    { retryAfterS: 1, cause },
  );
}
