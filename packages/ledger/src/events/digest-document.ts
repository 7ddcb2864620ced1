import { createHash } from 'node:crypto';

/**
 * A digest of an event's document, by which equal content is recognized. Field order does not
 * matter, and empty fields are left out: when a release adds an optional field, a document without
 * it keeps its digest. So an omitted field must be empty in the document as well.
 */
export function digestDocument(document: object): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(document)))
    .digest('base64url')
    .slice(0, DIGEST_CHARACTERS);
}

/** 132 bits: no two contents of an event have the same by chance. */
const DIGEST_CHARACTERS = 22;

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, field]) => !isEmpty(field))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, canonical(field)]);
}

function isEmpty(field: unknown): boolean {
  return field === undefined || field === null || field === '' || field === false;
}
