import { ApiError, type ErrorCode } from '@onsale/contracts';

/** Restoring lost data takes a person. */
const RETRY_AFTER_S = 30;

/** Throws `ApiError` 503 while the data of this shop must not be used, as the guard of the data says. */
export function requireData({
  obstacle,
}: {
  readonly obstacle: { code: ErrorCode; message: string } | undefined;
}): void {
  if (obstacle === undefined) return;
  throw new ApiError(obstacle.code, obstacle.message, { retryAfterS: RETRY_AFTER_S });
}
