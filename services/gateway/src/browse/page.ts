import { createHash } from 'node:crypto';

/**
 * Caching of the browse pages. A reverse proxy keeps a copy for a second, and may serve it while
 * fetching the next one or while the gateway is down; a browser revalidates every time. The stock
 * here is at most half a second old, so under steady traffic nobody sees stock older than three
 * seconds.
 */
export const BROWSE_CACHE_CONTROL =
  'public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=300';

/** A serialized page, ready to send. */
export interface Page {
  body: string;
  etag: string;
}

export function makePage(content: unknown): Page {
  return makeTextPage(JSON.stringify(content));
}

/** The same for a text that is ready. */
export function makeTextPage(body: string): Page {
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, etag: `"${digest}"` };
}
