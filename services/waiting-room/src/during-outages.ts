import { ApiError } from '@onsale/contracts';
import { inTime } from '@onsale/service';

/** Requests that Redis has not answered by then get 503. */
const DEADLINE_MS = 1500;

/**
 * Runs what a request needs of Redis. Rejects with `ApiError` 503 when Redis is away or does not answer in time; it is
 * then unknown whether it ran, and safe to ask again.
 */
export async function duringOutages<Result>(run: () => Promise<Result>): Promise<Result> {
  return await inTime(run, { timeoutMs: DEADLINE_MS, unavailable: redisUnavailable });
}

/** What somebody is told whose place cannot be reached. */
export function redisUnavailable(cause: unknown): ApiError {
  const message = 'the line cannot be reached at the moment; your place is kept, ask again';
  return new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 2, cause });
}
