import type { ErrorDetail } from '@onsale/contracts';
import type { EventDocument, StoredEvent } from '../events/event-document.ts';
import { type EventRefusal, eventRefusal, noSuchEvent } from '../events/event-refusal.ts';
import { readEvent } from '../events/read-events.ts';
import { writeEvent } from '../events/write-event.ts';
import type { Ledger } from '../ledger.ts';

/** More tickets of a ticket type or a pool, or fewer when `by` is negative. */
export interface CapacityChange {
  of: 'ticket' | 'pool';
  id: string;
  by: number;
}

/** Each attempt fails only when somebody else's change has succeeded. */
const ATTEMPTS = 100;

/**
 * Changes capacities of an event, all or none, as it is at that moment: what others change at the same
 * time stays, and changes of the same capacity add up. Repeating it changes them again. Returns the event
 * before and after it.
 */
export async function changeCapacity(
  ledger: Ledger,
  eventId: string,
  changes: readonly CapacityChange[],
): Promise<{ outcome: 'written'; before: StoredEvent; event: StoredEvent } | EventRefusal> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await readEvent(ledger, eventId);
    if (before === undefined) return noSuchEvent(eventId);
    const document = withCapacities(before.document, changes);
    if (Array.isArray(document)) {
      const message = document.map((problem) => problem.message).join('; ');
      return eventRefusal('INVALID_EVENT', message, { details: document, current: before });
    }
    const written = await writeEvent(ledger, document, { revision: before.revision });
    if (written.outcome === 'written') return { ...written, before };
    if (written.code !== 'REVISION_CHANGED' || attempt === ATTEMPTS) return written;
  }
}

// The document with other capacities, or what is wrong with the changes.
function withCapacities(
  document: EventDocument,
  changes: readonly CapacityChange[],
): EventDocument | ErrorDetail[] {
  const { tickets, pools = [] } = document;
  const problems: ErrorDetail[] = [];
  const by = { ticket: new Map<string, number>(), pool: new Map<string, number>() };
  for (const [i, change] of changes.entries()) {
    const list = change.of === 'ticket' ? tickets : pools;
    if (list.some(({ id }) => id === change.id)) {
      const sums = by[change.of];
      sums.set(change.id, (sums.get(change.id) ?? 0) + change.by);
      continue;
    }
    const what = change.of === 'ticket' ? 'ticket type' : 'pool';
    problems.push({ path: `changes[${i}].id`, message: `the event has no ${what} ${change.id}` });
  }
  if (problems.length > 0) return problems;
  const changed = <Each extends { id: string; capacity: number }>(
    all: readonly Each[],
    sums: ReadonlyMap<string, number>,
  ) => all.map((each) => ({ ...each, capacity: each.capacity + (sums.get(each.id) ?? 0) }));
  return {
    ...document,
    ...(document.pools === undefined ? {} : { pools: changed(pools, by.pool) }),
    tickets: changed(tickets, by.ticket),
  };
}
