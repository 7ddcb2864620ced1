import { ApiError } from '@onsale/contracts';
import { isRecordsOutage, withoutRows } from '@onsale/records';

/** Runs what a request needs of the records. Rejects with `ApiError` 503 when they are away, which is no fault of ours. */
export async function duringOutages<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError || !isRecordsOutage(error)) throw error;
    throw recordsUnavailable(withoutRows(error));
  }
}

export function recordsUnavailable(cause?: unknown): ApiError {
  const message = 'this cannot be done at the moment; try again';
  return new ApiError('RECORDS_UNAVAILABLE', message, { retryAfterS: 5, cause });
}
