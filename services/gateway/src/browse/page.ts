import { createHash } from 'node:crypto';

/** A page that is ready to be sent. */
export interface Page {
  body: string;
  lengthBytes: number;
  etag: string;
  /** A copy must not be used without asking again: stock changes every moment. */
  cacheControl: 'no-cache';
}

export function makePage(content: unknown): Page {
  const body = JSON.stringify(content);
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const lengthBytes = Buffer.byteLength(body);
  return { body, lengthBytes, etag: `"${digest}"`, cacheControl: 'no-cache' };
}
