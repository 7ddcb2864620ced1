import type { Ledger } from '../ledger.ts';
import { readEvents } from '../events/read-events.ts';
import { readSeller } from '../seller/read-seller.ts';
import type { Catalog } from './catalog.ts';

/** All events that are not archived, rehearsals included, by their ids, and the seller's settings. */
export async function readCatalog(ledger: Ledger): Promise<Catalog> {
  const [events, seller] = [await readEvents(ledger), await readSeller(ledger)];
  const documents = events
    .filter(({ status }) => status !== 'archived')
    .map(({ document }) => document);
  return {
    ...(seller === undefined ? {} : { seller: seller.document }),
    events: documents.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
