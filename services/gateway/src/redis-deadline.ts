import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { isOutage, isPassing } from '@onsale/redis';

/** What Redis has not answered by then gets 503: nobody waits longer than a second. */
export const REDIS_DEADLINE_MS = 900;

/** Between two tries, while Redis is away. */
const RETRY_DELAY_MS = 50;

/**
 * Runs what needs Redis. Rejects with `ApiError` 503 when Redis is away or does not answer within
 * `timeoutMs`: it is then unknown whether it ran, since a Redis that hangs may still do it. Any other
 * error is passed on as it is.
 */
export async function withinDeadline<Result>(
  run: () => Promise<Result>,
  timeoutMs = REDIS_DEADLINE_MS,
): Promise<Result> {
  // A plain timer: this runs for every batch of orders, and an AbortController costs ten times more.
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
 * Runs it again until it succeeds, where the failure is one that passes by itself, and until
 * `deadlineMs` by the clock of `performance`. A Redis that is full, for example, is not asked again.
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
