import type { Ledger } from '../ledger.ts';
import { readEvents } from '../events/read-events.ts';
import type { Catalog } from './catalog.ts';

/** All events that are not archived, rehearsals included, by their ids. */
export async function readCatalog(ledger: Ledger): Promise<Catalog> {
  const events = await readEvents(ledger);
  const documents = events
    .filter(({ status }) => status !== 'archived')
    .map(({ document }) => document);
  return { events: documents.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}
