import { ApiError } from '@onsale/contracts';
import { countRequests, type RedisConnection } from '@onsale/redis';

/** What a buyer may do with one order in a minute, which is far more than anybody does by hand. */
const MOST = {
  /** Each signs all tickets of the order. */
  look: 120,
  /** Each makes an entry of the order log, and mails. */
  change: 20,
} as const;
const WINDOW_MS = 60_000;

/**
 * Counts one more request about an order, for all processes together. Rejects with `ApiError` 429 when it is one
 * too many; when Redis can't count in time, the request goes on.
 */
export async function countAsked(
  redis: RedisConnection,
  kind: keyof typeof MOST,
  orderId: string,
): Promise<void> {
  const change = { client: `${kind} at tickets of ${orderId}`, change: 1 } as const;
  const [counted] = await countRequests(redis, [change], WINDOW_MS).catch(() => []);
  if (counted === undefined || counted.requests <= MOST[kind]) return;
  const retryAfterS = Math.max(1, Math.ceil(counted.endsInMs / 1000));
  const message = `too many requests about this order; try again in ${retryAfterS} s`;
  throw new ApiError('RATE_LIMITED', message, { retryAfterS });
}
