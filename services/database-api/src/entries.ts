import { ApiError } from '@onsale/contracts';
import { MissingFunctionError, type RedisConnection } from '@onsale/redis';

/** A Redis that has not answered by then counts as dead: the client hears of it within a second. */
const ANSWER_TIMEOUT_MS = 800;

/** The way of the requests to Redis: counts them, and turns its failures into answers. */
export class Entries {
  /** Requests that Redis answered since the start. */
  answeredTotal = 0;
  /** Why it is not open yet. */
  closedBecause = 'Redis cannot be reached';
  private redis: RedisConnection | undefined;

  open(redis: RedisConnection): void {
    this.redis = redis;
  }

  /** Why no request can be served now; empty when they can. */
  obstacles(): string[] {
    if (this.redis === undefined) return [this.closedBecause];
    return this.redis.isReady() ? [] : ['Redis cannot be reached'];
  }

  /** Asks for one request or several. Rejects with 503 when Redis is away, too slow, or refuses. */
  async ask<Answer>(
    run: (redis: RedisConnection) => Promise<Answer>,
    requests = 1,
  ): Promise<Answer> {
    if (this.redis?.isReady() !== true) throw unavailable(this.obstacles().join());
    try {
      const answer = await inTime(run(this.redis));
      this.answeredTotal += requests;
      return answer;
    } catch (error) {
      throw unavailable(reason(error), error);
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('OOM')) {
    return 'Redis is out of memory; nothing was changed';
  }
  if (error instanceof MissingFunctionError) return error.message;
  return 'Redis did not answer; a change may have been made or not, read the key to know';
}

function unavailable(message: string, cause?: unknown): ApiError {
  return new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 1, cause });
}

function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`));
    const timer = setTimeout(late, ANSWER_TIMEOUT_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
