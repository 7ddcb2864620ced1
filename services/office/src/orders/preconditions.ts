import { ApiError, invalidRequest, textProblem } from '@onsale/contracts';
import type { FastifyRequest } from 'fastify';
import type { FoundOrder } from './find-order.ts';

type Headers = FastifyRequest['headers'];

/** Throws `ApiError` unless the request names the order as it is: 428 without `If-Match`, 412 with another. */
export function requireVersion(headers: Headers, { version, isLive }: FoundOrder): void {
  const named = headers['if-match'];
  if (named === undefined) {
    throw new ApiError('PRECONDITION_REQUIRED', 'If-Match must name the ETag of the order');
  }
  if (!isLive) throw notChangeable('it is archived');
  // A proxy that compresses an answer makes its tag a weak one.
  if (named.trim().replace(/^W\//, '') !== `"${version}"`) throw changedSince();
}

/** Somebody else was first. */
export function changedSince(): ApiError {
  return new ApiError('ETAG_MISMATCH', 'the order has been changed since; nothing was changed');
}

/** The order cannot be changed like this. */
export function notChangeable(why: string): ApiError {
  return new ApiError('ORDER_NOT_CHANGEABLE', `${why}; nothing was changed`);
}

/** Throws `ApiError` 400 when a text would not be read as it was written. */
export function requireReadable(texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) {
    const message = text === '' ? undefined : textProblem(text);
    if (message === undefined) continue;
    throw invalidRequest({ path, message });
  }
}
