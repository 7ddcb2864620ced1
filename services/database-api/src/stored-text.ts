import { isJsonObject } from './entry-body.ts';
import { versionOf } from './entry-store.ts';
import { etagOf } from './etag.ts';

/** Number of cached texts and their maximum length: 2 MB together. */
const MAX_REMEMBERED = 1000;
const MAX_REMEMBERED_LENGTH = 1000;

// Small values are read far more often than written, so results are cached.
const remembered = new Map<string, string | undefined>();

/**
 * The ETag of a stored text; undefined when it is not a JSON object, and so not one of our values.
 */
export function etagOfStored(text: string): string | undefined {
  const known = remembered.get(text);
  if (known !== undefined || remembered.has(text)) return known;
  const etag = isJsonObject(text) ? etagOf(versionOf(text)) : undefined;
  if (text.length <= MAX_REMEMBERED_LENGTH) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, etag);
  }
  return etag;
}
