import { createHash } from 'node:crypto';

/**
 * A digest of a catalog's content, to detect one version with two contents. Field order does not
 * matter, and empty fields are left out: when a release adds an optional field, a file without it
 * keeps its digest. So an omitted field must be empty in `Catalog` as well.
 */
export function digestCatalog(catalog: object): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(catalog)))
    .digest('hex');
}

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
