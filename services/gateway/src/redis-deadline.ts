import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { isPassing } from '@onsale/redis';
import { inTime } from '@onsale/service';

/**
 * Requests that Redis has not answered by then get 503, so that nobody waits longer than a second.
 */
export const REDIS_DEADLINE_MS = 900;

/** Pause between retries while Redis is unreachable. */
const RETRY_DELAY_MS = 50;

/** Runs a Redis operation: `inTime`, with what a buyer is told of orders. */
export async function withinDeadline<Result>(
  run: () => Promise<Result>,
  timeoutMs = REDIS_DEADLINE_MS,
): Promise<Result> {
  return await inTime(run, { timeoutMs, unavailable: redisUnavailable });
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
