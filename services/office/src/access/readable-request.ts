import { ApiError } from '@onsale/contracts';
import type { FastifyRequest } from 'fastify';

/** Throws `ApiError` 400 for texts that PostgreSQL cannot store, nor look for: with U+0000, or half a character. */
export function requireReadableRequest({ params, query, body }: FastifyRequest): void {
  const path = findUnreadable(body, '') ?? findUnreadable(query, '') ?? findUnreadable(params, '');
  if (path === undefined) return;
  const message = 'has a character that is none: U+0000, or half of another';
  const text = path === '' ? 'body' : path;
  throw new ApiError('INVALID_REQUEST', `${text} ${message}`, { details: [{ path, message }] });
}

function findUnreadable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isReadable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined;
  for (const [name, each] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    const found = isReadable(name) ? findUnreadable(each, at) : path;
    if (found !== undefined) return found;
  }
  return undefined;
}

const isReadable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
