import { digestDocument } from '../events/digest-document.ts';
import { writeEvent } from '../events/write-event.ts';
import { catalogKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';
import type { Catalog } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';

/** What the releases before events had documents of their own stored in a shard. */
interface StoredCatalog extends Catalog {
  version: number;
}

/**
 * Takes over the events of a catalog that an earlier release applied, with their stock. That
 * catalog stays, because gateways of that release read it. `version` is that of the file that will be
 * applied next: an older one has not seen what is stored, so the events do not count as written by
 * it. Returns the ids of the events taken over; an event that exists already is left alone.
 */
export async function adoptCatalog(ledger: Ledger, version: number | undefined): Promise<string[]> {
  const adopted: string[] = [];
  for (const shard of shardsOf(ledger)) {
    const stored = await readStoredCatalog(ledger, shard);
    if (stored === undefined) continue;
    const isOlder = version !== undefined && version <= stored.version;
    for (const document of stored.events) {
      const applied = isOlder ? [] : [digestDocument(document)];
      const write = { revision: 0, status: 'on_sale', applied } as const;
      const result = await writeEvent(ledger, document, write);
      if (result.outcome === 'written') adopted.push(document.id);
      else if (result.code !== 'EVENT_EXISTS') throw new CatalogError([result.message]);
    }
    const key = catalogKey(shard);
    await ledger.redis.command(key, ['HSET', key, ADOPTED, String(stored.version)]);
  }
  return adopted;
}

/** The field of the old catalog with the version that was taken over. */
const ADOPTED = 'adopted';

// Undefined when there is nothing to take over.
async function readStoredCatalog(
  ledger: Ledger,
  shard: number,
): Promise<StoredCatalog | undefined> {
  const key = catalogKey(shard);
  const fields = ['document', 'version', ADOPTED, 'pending'];
  const reply = await ledger.redis.command(key, ['HMGET', key, ...fields]);
  const [document, version, adopted, pending] = reply as (string | null)[];
  if (typeof document !== 'string' || version === adopted) return undefined;
  // A catalog that was being applied when the old release ended is given up: its file comes next.
  if (typeof pending === 'string') await ledger.redis.command(key, ['HDEL', key, 'pending']);
  return JSON.parse(document) as StoredCatalog;
}
