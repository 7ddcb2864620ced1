import { ApiError } from '@onsale/contracts';
import type { DataGuard, Ledger } from '@onsale/ledger';

/** What the routes work with, once Redis is there. */
export interface Serving {
  ledger: Ledger;
  isReachable: () => boolean;
}

/** Restoring lost data takes a person. */
const RETRY_AFTER_S = 30;

/** Throws `ApiError` 503 while places can't be kept. */
export function requireServing(
  serving: Serving | undefined,
  { obstacle }: Pick<DataGuard, 'obstacle'>,
): Serving {
  if (obstacle !== undefined) {
    throw new ApiError(obstacle.code, obstacle.message, { retryAfterS: RETRY_AFTER_S });
  }
  if (serving !== undefined) return serving;
  throw new ApiError('NOT_READY', 'the waiting room is not open yet; try again in a moment', {
    retryAfterS: 1,
  });
}
