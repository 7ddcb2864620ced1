import type { StoredEvent, EventDocument } from '../events/event-document.ts';
import { eventInputOf } from '../events/event-input-of.ts';
import { readEvents } from '../events/read-events.ts';
import type { Ledger } from '../ledger.ts';
import type { AppliedEvent } from './applied-catalog.ts';
import { type ApplyOptions, planEvent } from './apply-catalog.ts';
import { type Catalog, eventsNotIn } from './catalog.ts';

/** One field that differs, with its values as JSON; undefined where it is missing. */
export interface FieldDifference {
  /** Such as `tickets[adult].capacity`: parts of a list go by their ids. */
  field: string;
  stored: string | undefined;
  file: string | undefined;
}

/** How an event of a catalog file differs from the one in force, and what applying the file would do. */
export interface EventDifference {
  eventId: string;
  outcome: Exclude<AppliedEvent['outcome'], 'refused'>;
  differences: FieldDifference[];
}

/** What applying a catalog would do, and events that are in force and not in it. */
export interface CatalogDifference {
  events: EventDifference[];
  notInFile: string[];
}

/**
 * Compares a catalog file with what is in force. Writes nothing; so of the events of an earlier
 * release that nobody has taken over yet it knows nothing.
 */
export async function diffCatalog(
  ledger: Ledger,
  catalog: Catalog,
  options: ApplyOptions = {},
): Promise<CatalogDifference> {
  const stored = await readEvents(ledger);
  const byId = new Map(stored.map((event) => [event.document.id, event]));
  return {
    events: catalog.events.map((document) => diffEvent(document, byId.get(document.id), options)),
    notInFile: eventsNotIn(catalog, stored),
  };
}

function diffEvent(
  document: EventDocument,
  stored: StoredEvent | undefined,
  options: ApplyOptions,
): EventDifference {
  const before = stored === undefined ? new Map<string, string>() : fieldsOf(stored.document);
  const after = fieldsOf(document);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return {
    eventId: document.id,
    outcome: planEvent(document, stored, options),
    differences:
      stored === undefined
        ? []
        : names
            .filter((name) => before.get(name) !== after.get(name))
            .map((field) => ({ field, stored: before.get(field), file: after.get(field) })),
  };
}

function fieldsOf(document: EventDocument): Map<string, string> {
  const fields = new Map<string, string>();
  collect(eventInputOf(document), '', fields);
  return fields;
}

function collect(value: unknown, name: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.every(hasId)) {
    for (const part of value) collect(part, `${name}[${part.id}]`, into);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [field, part] of Object.entries(value)) {
      collect(part, name === '' ? field : `${name}.${field}`, into);
    }
  } else into.set(name, JSON.stringify(value));
}

function hasId(part: unknown): part is { id: string } {
  return typeof part === 'object' && part !== null && 'id' in part;
}
