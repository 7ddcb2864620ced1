import { ApiError } from '@onsale/contracts';
import { isOutage } from '@onsale/redis';

/** Requests that Redis has not answered by then get 503. */
const DEADLINE_MS = 1500;

/**
 * Runs what a request needs of Redis. Rejects with `ApiError` 503 when Redis is away or does not answer in time; it is
 * then unknown whether it ran, and safe to ask again.
 */
export async function duringOutages<Result>(run: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tellLate = () => reject(redisUnavailable(new Error('Redis did not answer in time')));
    timer = setTimeout(tellLate, DEADLINE_MS);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw isOutage(error) ? redisUnavailable(error) : error;
  } finally {
    clearTimeout(timer);
  }
}

function redisUnavailable(cause: unknown): ApiError {
  const message = 'the line cannot be reached at the moment; your place is kept, ask again';
  return new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 2, cause });
}
