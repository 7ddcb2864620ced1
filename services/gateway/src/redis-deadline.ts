import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';

/** What Redis has not answered by then gets 503: nobody waits longer than a second. */
export const REDIS_DEADLINE_MS = 900;

/**
 * Runs what needs Redis, and rejects with `ApiError` 503 when it fails or takes longer than
 * `timeoutMs`. It is then unknown whether it ran: a Redis that hangs may still do it.
 */
export async function withinDeadline<Result>(
  run: () => Promise<Result>,
  timeoutMs = REDIS_DEADLINE_MS,
): Promise<Result> {
  const timeout = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timeout.signal }).then(() => {
    throw redisUnavailable(new Error('Redis did not answer in time'));
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw error instanceof ApiError ? error : redisUnavailable(error);
  } finally {
    timeout.abort();
  }
}

export function redisUnavailable(cause?: unknown): ApiError {
  return new ApiError(
    'REDIS_UNAVAILABLE',
    'the order books cannot be reached; repeat the request with the same Idempotency-Key',
    { retryAfterS: 1, cause },
  );
}
