import { ApiError, type ErrorDetail } from '@onsale/contracts';

/** Says what is wrong in a request: the first of it in a sentence, and all of it by its place. */
export function invalidRequest(...details: readonly ErrorDetail[]): ApiError {
  const [{ path, message } = { path: '', message: 'something is wrong' }] = details;
  return new ApiError('INVALID_REQUEST', `${path} ${message}`.trim(), { details: [...details] });
}
