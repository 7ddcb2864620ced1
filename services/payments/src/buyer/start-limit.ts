import { ApiError } from '@onsale/contracts';
import { countRequests, type RedisConnection } from '@onsale/redis';

/** How often payment may be begun for one order: far more often than a person presses. */
const MOST = 30;
const WINDOW_MS = 60_000;

/**
 * Counts one more request to begin the payment of an order, for all processes together. Rejects with
 * `ApiError` 429 when it is one too many; when Redis can't count in time, the request goes on.
 */
export async function countStart(redis: RedisConnection, orderId: string): Promise<void> {
  const change = { client: `payment of ${orderId}`, change: 1 } as const;
  const [counted] = await countRequests(redis, [change], WINDOW_MS).catch(() => []);
  if (counted === undefined || counted.requests <= MOST) return;
  const retryAfterS = Math.max(1, Math.ceil(counted.endsInMs / 1000));
  const message = `too many attempts to pay this order; try again in ${retryAfterS} s`;
  throw new ApiError('RATE_LIMITED', message, { retryAfterS });
}
