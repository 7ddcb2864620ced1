import { ApiError } from '@onsale/contracts';
import type { DataGuard } from '@onsale/ledger';

/** Restoring lost data takes a person. */
const RETRY_AFTER_S = 30;

/** Throws `ApiError` 503 while the data of this shop must not be used. */
export function requireData(guard: Pick<DataGuard, 'obstacle'>): void {
  const { obstacle } = guard;
  if (obstacle === undefined) return;
  throw new ApiError(obstacle.code, obstacle.message, { retryAfterS: RETRY_AFTER_S });
}
