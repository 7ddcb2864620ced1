import { ApiError } from '@onsale/contracts';
import type { FastifyReply } from 'fastify';

/** Tells with an answer which revision it shows; whoever changes it sends that back as `If-Match`. */
export function showRevision(reply: FastifyReply, revision: number): void {
  reply.header('etag', `"${revision}"`);
}

/** The revision that a change was made from. Throws `ApiError` 428 when the request does not say it. */
export function requireRevision(headers: { 'if-match'?: string | undefined }): number {
  const revision = revisionIn(headers);
  if (revision !== undefined) return revision;
  throw new ApiError('PRECONDITION_REQUIRED', 'send the ETag of what was read as If-Match');
}

/** The same for what may be changed without; then undefined. */
export function revisionIn(headers: { 'if-match'?: string | undefined }): number | undefined {
  const tag = headers['if-match'];
  if (tag === undefined) return undefined;
  // Proxies that compress an answer make its tag a weak one.
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(tag.trim())?.[1];
  if (revision === undefined) {
    throw new ApiError('ETAG_MISMATCH', `If-Match is not an ETag such as "7": ${tag}`);
  }
  return Number(revision);
}
