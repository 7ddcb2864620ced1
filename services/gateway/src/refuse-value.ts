import { ApiError, type ErrorCode } from '@onsale/contracts';

/** The refusal of one value of a request: the rest of a sentence that begins with its path. */
export function refuseValue(code: ErrorCode, path: string, message: string): ApiError {
  return new ApiError(code, `${path} ${message}`, { details: [{ path, message }] });
}
