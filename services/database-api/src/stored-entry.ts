import { ApiError } from '@onsale/contracts';
import type { ReadOutcome } from './entry-store.ts';
import { etagOfStored } from './stored-text.ts';

/** Caches must revalidate, because others may have changed the key. */
export const ASK_AGAIN = 'no-cache';

/** A key and the text of its value exactly as sent. */
export interface StoredEntry {
  key: string;
  text: string;
  etag: string;
}

/**
 * Converts the result of a read. Throws `ApiError`: 404 when missing, 409 when it is not one of our
 * values.
 */
export function toStoredEntry(key: string, found: ReadOutcome): StoredEntry {
  if (found.outcome === 'missing') throw missing(key);
  // Foreign data under one of our names must not become a broken response.
  const etag = found.outcome === 'found' ? etagOfStored(found.text) : undefined;
  if (found.outcome === 'wrong-type' || etag === undefined) throw wrongType(key);
  return { key, text: found.text, etag };
}

/** The response body. The stored text is sent as it is. */
export function showEntry({ key, text }: StoredEntry): string {
  return `{"key":${JSON.stringify(key)},"value":${text}}`;
}

export function missing(key: string): ApiError {
  return new ApiError('KEY_NOT_FOUND', `the key ${key} does not exist`);
}

export function wrongType(key: string, holds?: string): ApiError {
  const what = holds === undefined ? 'something else' : `a ${holds}`;
  return new ApiError('WRONG_TYPE', `the key ${key} holds ${what} in Redis, not a JSON object`);
}
