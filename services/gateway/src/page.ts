import { createHash } from 'node:crypto';

/** A page that is ready to be sent. */
export interface Page {
  body: string;
  etag: string;
}

export function makePage(content: unknown): Page {
  const body = JSON.stringify(content);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
