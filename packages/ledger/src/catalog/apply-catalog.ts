import { digestDocument } from '../events/digest-document.ts';
import type { EventDocument, StoredEvent } from '../events/event-document.ts';
import { markApplied } from '../events/mark-applied.ts';
import { readEvents, readStoredEvent } from '../events/read-events.ts';
import { shardOfDocument, writeEvent } from '../events/write-event.ts';
import type { Ledger } from '../ledger.ts';
import { applySeller } from '../seller/apply-seller.ts';
import type { AppliedCatalog, AppliedEvent } from './applied-catalog.ts';
import { type Catalog, eventsNotIn } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import { newestFirst, planContent } from './plan-content.ts';

/** How to apply a catalog. */
export interface ApplyOptions {
  /** Also replaces what was changed elsewhere since, and what is newer. */
  force?: boolean;
}

/**
 * Applies a catalog file, event by event: creates those that are new, which go on sale at once, and
 * changes those whose content in the file has changed; and the seller's settings, if the file has
 * any. Each content is applied once to each of them.
 * Idempotent, and safe to run in many processes at once during a sale.
 *
 * Throws `CatalogError` when events were refused, such as for a capacity below what is sold; the
 * others have been applied.
 */
export async function applyCatalog(
  ledger: Ledger,
  catalog: Catalog,
  options: ApplyOptions = {},
): Promise<AppliedCatalog> {
  const events: AppliedEvent[] = [];
  for (const document of catalog.events) events.push(await applyEvent(ledger, document, options));
  const seller = catalog.seller && (await applySeller(ledger, catalog.seller, options));
  const notInFile = eventsNotIn(catalog, await readEvents(ledger));
  const applied = { events, seller, notInFile };
  const problems = events.flatMap((event) => event.problems);
  if (problems.length > 0) throw new CatalogError(problems, applied);
  return applied;
}

// Again when somebody else has changed the event in the meantime.
async function applyEvent(
  ledger: Ledger,
  document: EventDocument,
  options: ApplyOptions,
): Promise<AppliedEvent> {
  for (;;) {
    const shard = shardOfDocument(ledger, document);
    const event = await readStoredEvent(ledger, shard, document.id);
    const revision = event?.revision ?? 0;
    const plan = planEvent(document, event, options);
    const done = { eventId: document.id, outcome: plan, problems: [] };
    const before = event?.applied ?? [];
    const applied = newestFirst(digestDocument(document), before);
    if (plan === 'unchanged' && event !== undefined && applied[0] !== before[0]) {
      if (!(await markApplied(ledger, event, applied))) continue;
    }
    if (plan !== 'created' && plan !== 'changed') return { ...done, revision };
    const result = await writeEvent(ledger, document, { revision, status: 'on_sale', applied });
    if (result.outcome === 'written') return { ...done, revision: result.event.revision };
    if (result.code === 'REVISION_CHANGED' || result.code === 'EVENT_EXISTS') continue;
    const problems = result.details.map(({ message }) => message);
    return {
      ...done,
      outcome: 'refused',
      revision,
      problems: problems.length === 0 ? [result.message] : problems,
    };
  }
}

/** What a file would do to an event, given what is stored. */
export function planEvent(
  document: EventDocument,
  event: StoredEvent | undefined,
  { force = false }: ApplyOptions = {},
): Exclude<AppliedEvent['outcome'], 'refused'> {
  const plan = planContent(document, event, { force });
  return event?.status === 'archived' && plan !== 'unchanged' ? 'archived' : plan;
}
