import { createHash } from 'node:crypto';
import type { Catalog } from './catalog.ts';

/**
 * A digest of what a catalog says: the same version must always mean the same. Fields in any order,
 * and without those that are empty: a release that adds an optional field gives an unchanged file the
 * digest it had, so what is absent from a file must be empty in `Catalog` too.
 */
export function digestCatalog(catalog: Catalog): string {
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
