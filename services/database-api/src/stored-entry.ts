import { ApiError } from '@onsale/contracts';
import type { ReadOutcome } from './entry-store.ts';
import { etagOfStored } from './stored-text.ts';

/** A proxy between must ask again: somebody else may have changed the key. */
export const ASK_AGAIN = 'no-cache';

/** A key that was read, with the text of its value exactly as it was sent. */
export interface StoredEntry {
  key: string;
  text: string;
  etag: string;
}

/** What reading has found. Throws `ApiError`: 404 for nothing, 409 for what is no value of ours. */
export function toStoredEntry(key: string, found: ReadOutcome): StoredEntry {
  if (found.outcome === 'missing') throw missing(key);
  // Somebody else's data under a name of ours must not come out as a broken answer.
  const etag = found.outcome === 'found' ? etagOfStored(found.text) : undefined;
  if (found.outcome === 'wrong-type' || etag === undefined) throw wrongType(key);
  return { key, text: found.text, etag };
}

/** The body of its answer. The stored text goes out as it is. */
export function showEntry({ key, text }: StoredEntry): string {
  return `{"key":${JSON.stringify(key)},"value":${text}}`;
}

export function missing(key: string): ApiError {
  return new ApiError('KEY_NOT_FOUND', `there is no key ${key}`);
}

export function wrongType(key: string, holds?: string): ApiError {
  const what = holds === undefined ? 'something else' : `a ${holds}`;
  return new ApiError('WRONG_TYPE', `the key ${key} holds ${what} in Redis, not a JSON object`);
}
