import { digestDocument } from '../events/digest-document.ts';
import type { EventDocument, StoredEvent } from '../events/event-document.ts';
import { markApplied } from '../events/mark-applied.ts';
import { readEvents, readStoredEvent } from '../events/read-events.ts';
import { shardOfDocument, writeEvent } from '../events/write-event.ts';
import type { Ledger } from '../ledger.ts';
import { adoptCatalog } from './adopt-catalog.ts';
import { type Catalog, eventsNotIn } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';

/**
 * What a catalog file does to one event:
 *
 * - `created`, `changed`: it is as in the file now
 * - `unchanged`: it was already
 * - `changed-elsewhere`: it was changed by other means since the file was applied, and is left alone
 * - `applied-before`: the file's content was in force once and has been replaced since, so it is
 *   taken for an old file
 * - `archived`: it is over for good, and is left alone
 * - `refused`: `problems` says why
 */
export interface AppliedEvent {
  eventId: string;
  outcome:
    | 'created'
    | 'changed'
    | 'unchanged'
    | 'changed-elsewhere'
    | 'applied-before'
    | 'archived'
    | 'refused';
  /** The revision that is in force; 0 when there is no such event. */
  revision: number;
  problems: string[];
}

/** What became of a catalog. */
export interface AppliedCatalog {
  events: AppliedEvent[];
  /** Ids of events that the file does not name, and that go on as they are. */
  notInFile: string[];
  /** Ids of events taken over from an earlier release before (see `adoptCatalog`). */
  adopted: string[];
}

/** How to apply a catalog. */
export interface ApplyOptions {
  /** Also replaces what was changed elsewhere since, and what is newer. */
  force?: boolean;
}

/**
 * Applies a catalog file, event by event: creates those that are new, which go on sale at once, and
 * changes those whose content in the file has changed. Each content is applied once to each event.
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
  const adopted = await adoptCatalog(ledger, catalog.version);
  const events: AppliedEvent[] = [];
  for (const document of catalog.events) events.push(await applyEvent(ledger, document, options));
  const notInFile = eventsNotIn(catalog, await readEvents(ledger));
  const applied = { events, notInFile, adopted };
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

function newestFirst(digest: string, before: readonly string[]): string[] {
  return [digest, ...before.filter((each) => each !== digest)].slice(0, DIGESTS_KEPT);
}

/** More old files than anybody starts a gateway with by mistake. */
const DIGESTS_KEPT = 50;

/** What a file would do to an event, given what is stored. */
export function planEvent(
  document: EventDocument,
  event: StoredEvent | undefined,
  { force = false }: ApplyOptions = {},
): Exclude<AppliedEvent['outcome'], 'refused'> {
  if (event === undefined) return 'created';
  const digest = digestDocument(document);
  const present = digestDocument(event.document);
  if (digest === present) return 'unchanged';
  if (event.status === 'archived') return 'archived';
  if (force) return 'changed';
  if (present !== event.applied[0]) return 'changed-elsewhere';
  return event.applied.includes(digest) ? 'applied-before' : 'changed';
}
