import {
  ApiError,
  type DuplicateRequest,
  type ErrorDetail,
  type EventCopies,
  invalidRequest,
} from '@onsale/contracts';
import {
  checkEvent,
  copyStarts,
  copySuffixes,
  deleteDraft,
  type EventDocument,
  eventPathText,
  given,
  type Ledger,
  type ShiftedDate,
  shiftEvent,
  writeEvent,
} from '@onsale/ledger';
import { forgetEntrance } from '@onsale/records';
import { logChange } from '../activity/log-change.ts';
import { readAllEvents } from './all-events.ts';
import { copyEntrance } from './copy-entrance.ts';
import type { Editor, EventParts } from './edit-event.ts';
import { refusedEvent } from './refused-event.ts';
import { findEvent } from './find-event.ts';

/** The copies that a request would make. */
export async function previewDuplicates(
  ledger: Ledger,
  eventId: string,
  request: DuplicateRequest,
): Promise<EventCopies> {
  return showCopies(await planCopies(ledger, eventId, request));
}

/** Makes copies of an event, as drafts: all of them, or none. */
export async function duplicateEvent(
  parts: EventParts,
  editor: Editor,
  { eventId, request }: { eventId: string; request: DuplicateRequest },
): Promise<EventCopies> {
  const ledger = parts.ledger();
  const { document: from } = await findEvent(ledger, eventId);
  const copies = await planCopies(ledger, eventId, request);
  const about = { action: 'duplicateEvent', eventId, subject: `event:${eventId}` };
  return await logChange(parts.records, editor, about, async () => {
    const made: string[] = [];
    try {
      for (const { document } of copies) {
        const written = await writeEvent(ledger, document, { revision: 0 });
        if (written.outcome === 'refused') throw refusedEvent(written);
        made.push(document.id);
        await copyEntrance(parts.records, { from, to: document, changedBy: editor.actor.name });
      }
    } catch (error) {
      for (const id of made) {
        await deleteDraft(ledger, id, { revision: 1 });
        await forgetEntrance(parts.records, id);
      }
      throw error;
    }
    return { result: showCopies(copies), after: { copies: made } };
  });
}

interface Copy {
  document: EventDocument;
  dates: ShiftedDate[];
}

async function planCopies(
  ledger: Ledger,
  eventId: string,
  { first, count = 1, everyDays = 7, name }: DuplicateRequest,
): Promise<Copy[]> {
  const original = await findEvent(ledger, eventId);
  const taken = { events: new Set<string>(), tickets: new Set<string>() };
  for (const { document } of await readAllEvents(ledger)) take(document);
  return startsOf(first, { count, everyDays }).map((startsAt) => {
    for (const suffix of copySuffixes(startsAt)) {
      const copy = shiftEvent(original.document, { startsAt, suffix, name });
      const { document } = copy;
      if (taken.events.has(document.id)) continue;
      if (document.tickets.some(({ id }) => taken.tickets.has(id))) continue;
      requireValid(document);
      take(document);
      return copy;
    }
    throw new ApiError('EVENT_EXISTS', `there are too many copies that start at ${startsAt}`);
  });

  function take({ id, tickets }: EventDocument): void {
    taken.events.add(id);
    for (const ticket of tickets) taken.tickets.add(ticket.id);
  }
}

function startsOf(first: string, how: { count: number; everyDays: number }): string[] {
  try {
    return copyStarts(first, how);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidRequest({ path: 'first', message: 'must be a day and a time that exist' });
  }
}

// A sale may have begun before 1971 in a copy of long ago.
function requireValid(document: EventDocument): void {
  const problems: ErrorDetail[] = [];
  checkEvent(document, (path, message) => problems.push({ path: eventPathText(path), message }));
  if (problems.length > 0) throw invalidRequest(...problems);
}

function showCopies(copies: readonly Copy[]): EventCopies {
  return {
    items: copies.map(({ document: { id, name, startsAt, timeZone }, dates }) => ({
      ...{ eventId: id, name, startsAt, dates },
      ...given({ timeZone }),
    })),
  };
}
