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
  // A plain timer: this runs for every batch of orders, and an AbortController costs ten times more.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tellLate = () => reject(redisUnavailable(new Error('Redis did not answer in time')));
    timer = setTimeout(tellLate, timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw error instanceof ApiError ? error : redisUnavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

export function redisUnavailable(cause?: unknown): ApiError {
  return new ApiError(
    'REDIS_UNAVAILABLE',
    'the order books cannot be reached; repeat the request with the same Idempotency-Key',
    { retryAfterS: 1, cause },
  );
}
