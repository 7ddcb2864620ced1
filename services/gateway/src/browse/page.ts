import { createHash } from 'node:crypto';

/**
 * How long copies of what can be browsed may be used. A reverse proxy keeps one for a second and may
 * answer with it while it asks for the next one, or while the gateway is away; a browser asks every
 * time. The stock here is half a second old at the most, so nobody sees one older than three seconds
 * while somebody looks.
 */
export const BROWSE_CACHE_CONTROL =
  'public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=300';

/** A page that is ready to be sent. */
export interface Page {
  body: string;
  etag: string;
}

export function makePage(content: unknown): Page {
  const body = JSON.stringify(content);
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, etag: `"${digest}"` };
}
