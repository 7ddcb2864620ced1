import { isJsonObject } from './entry-body.ts';
import { versionOf } from './entry-store.ts';
import { etagOf } from './etag.ts';

/** Texts that are remembered, and the longest of them: 2 MB together. */
const MAX_REMEMBERED = 1000;
const MAX_REMEMBERED_LENGTH = 1000;

// Small values are read far more often than written, and looking at one again finds the same.
const remembered = new Map<string, string | undefined>();

/** The ETag of a text that Redis holds; undefined when it is no JSON object, so no value of ours. */
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
