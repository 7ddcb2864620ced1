import type { Catalog } from './catalog.ts';
import { catalogKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';

/**
 * The catalog in force, put together from all shards, with the highest version among them;
 * undefined while none was ever applied.
 */
export async function readCatalog(ledger: Ledger): Promise<Catalog | undefined> {
  const documents = await Promise.all(
    shardsOf(ledger).map(async (shard) => {
      const key = catalogKey(shard);
      const document = await ledger.redis.command(key, ['HGET', key, 'document']);
      return typeof document === 'string' ? (JSON.parse(document) as Catalog) : undefined;
    }),
  );
  const parts = documents.filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return {
    version: Math.max(...parts.map((part) => part.version)),
    events: parts.flatMap((part) => part.events),
  };
}

/** The highest version of the catalog in force; undefined while none was ever applied. */
export async function readCatalogVersion(ledger: Ledger): Promise<number | undefined> {
  const versions = await Promise.all(
    shardsOf(ledger).map(async (shard) => {
      const key = catalogKey(shard);
      const version = await ledger.redis.command(key, ['HGET', key, 'version']);
      return version === null ? [] : [Number(version)];
    }),
  );
  const known = versions.flat();
  return known.length === 0 ? undefined : Math.max(...known);
}
