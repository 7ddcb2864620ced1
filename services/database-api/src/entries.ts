import { ApiError } from '@onsale/contracts';
import { MissingFunctionError, type RedisConnection } from '@onsale/redis';
import { inTime } from '@onsale/service';

/** A Redis that takes longer counts as dead, so that clients get a response within a second. */
const ANSWER_TIMEOUT_MS = 800;

/** Sends requests to Redis: counts them and turns failures into API errors. */
export class Entries {
  /** Requests answered by Redis since the start. */
  answeredTotal = 0;
  /** Why requests can't be served yet. */
  closedBecause = 'Redis cannot be reached';
  private redis: RedisConnection | undefined;

  open(redis: RedisConnection): void {
    this.redis = redis;
  }

  /** Why no request can be served now; empty when all is well. */
  obstacles(): string[] {
    if (this.redis === undefined) return [this.closedBecause];
    return this.redis.isReady() ? [] : ['Redis cannot be reached'];
  }

  /**
   * Runs one or more requests. Rejects with 503 when Redis is unreachable, too slow, or refuses.
   */
  async ask<Answer>(
    run: (redis: RedisConnection) => Promise<Answer>,
    requests = 1,
  ): Promise<Answer> {
    const { redis } = this;
    if (redis?.isReady() !== true) throw unavailable(this.obstacles().join());
    try {
      const answer = await inTime(() => run(redis), {
        timeoutMs: ANSWER_TIMEOUT_MS,
        unavailable: refusal,
      });
      this.answeredTotal += requests;
      return answer;
    } catch (error) {
      throw error instanceof ApiError ? error : refusal(error);
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('OOM')) {
    return 'Redis is out of memory; nothing was changed';
  }
  if (error instanceof MissingFunctionError) return error.message;
  return 'Redis did not respond; a change may or may not have been made, so read the key again';
}

const refusal = (error: unknown) => unavailable(reason(error), error);

function unavailable(message: string, cause?: unknown): ApiError {
  return new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 1, cause });
}
