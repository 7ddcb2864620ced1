import type { Catalog } from './catalog.ts';
import { catalogKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';

/**
 * The catalog in force in each shard; undefined where none was ever applied. While a new catalog is
 * being applied, some shards have the new one and some the old.
 */
export async function readCatalogParts(ledger: Ledger): Promise<(Catalog | undefined)[]> {
  return await readOfEachShard(ledger, 'document', (text) => JSON.parse(text) as Catalog);
}

/** The version of the catalog in force in each shard; undefined where none was ever applied. */
export async function readCatalogVersions(ledger: Ledger): Promise<(number | undefined)[]> {
  return await readOfEachShard(ledger, 'version', Number);
}

/** The catalog in force, merged from all shards; undefined if none was ever applied. */
export async function readCatalog(ledger: Ledger): Promise<Catalog | undefined> {
  return joinCatalog(await readCatalogParts(ledger));
}

/** Merges the parts of all shards into one catalog, with the highest version among them. */
export function joinCatalog(ofShards: readonly (Catalog | undefined)[]): Catalog | undefined {
  const parts = ofShards.filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return {
    version: Math.max(...parts.map((part) => part.version)),
    events: parts.flatMap((part) => part.events),
  };
}

async function readOfEachShard<Value>(
  ledger: Ledger,
  field: 'document' | 'version',
  parse: (text: string) => Value,
): Promise<(Value | undefined)[]> {
  return await Promise.all(
    shardsOf(ledger).map(async (shard) => {
      const key = catalogKey(shard);
      const text = await ledger.redis.command(key, ['HGET', key, field]);
      return text === null ? undefined : parse(String(text));
    }),
  );
}
