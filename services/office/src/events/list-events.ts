import {
  EVENT_STATUSES,
  type EventListQuery,
  type EventStatus,
  invalidRequest,
  type OfficeEventList,
} from '@onsale/contracts';
import type { Ledger, StoredEvent } from '@onsale/ledger';
import { readAllEvents } from './all-events.ts';
import { readEventBooks } from './event-books.ts';
import { isOver, summarizeEvent } from './show-event.ts';

/** Events on a page, unless the request says otherwise. */
const PAGE = 50;

/** A page of the events that are allowed and asked for. */
export async function listEvents(
  ledger: Ledger,
  query: EventListQuery,
  { allowed, nowMs }: { allowed: 'all' | ReadonlySet<string>; nowMs: number },
): Promise<OfficeEventList> {
  const isAskedFor = filterOf(query, nowMs);
  const events = (await readAllEvents(ledger))
    .filter(({ document }) => allowed === 'all' || allowed.has(document.id))
    .filter(isAskedFor)
    .sort(query.when === 'past' ? (a, b) => byStart(b, a) : byStart);
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const rest =
    after === undefined
      ? events
      : events.filter((event) =>
          query.when === 'past' ? isBefore(placeOf(event), after) : isBefore(after, placeOf(event)),
        );
  const page = rest.slice(0, Number(query.limit ?? PAGE));
  const books = await readEventBooks(ledger, page);
  const last = page.at(-1);
  return {
    items: page.flatMap((event, i) => {
      const ofEvent = books[i];
      return ofEvent === undefined ? [] : [summarizeEvent(event, ofEvent, nowMs)];
    }),
    ...(last === undefined || page.length === rest.length ? {} : { nextCursor: cursorAt(last) }),
    total: events.length,
  };
}

function filterOf(query: EventListQuery, nowMs: number): (event: StoredEvent) => boolean {
  const { when = 'upcoming', rehearsals = 'without' } = query;
  const statuses = query.status === undefined ? undefined : readStatuses(query.status);
  const words = fold(query.q ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return (event) => {
    const { document, status } = event;
    const isRehearsal = document.rehearsal === true;
    if (rehearsals !== 'with' && isRehearsal !== (rehearsals === 'only')) return false;
    if (when !== 'all' && isOver(event, nowMs) !== (when === 'past')) return false;
    if (statuses !== undefined && !statuses.includes(status)) return false;
    if (words.length === 0) return true;
    const { id, name, venue, city = '', category = '' } = document;
    const text = fold([id, name, venue, city, category].join(' '));
    return words.every((word) => text.includes(word));
  };
}

function readStatuses(text: string): EventStatus[] {
  return text.split(',').map((each) => {
    const status = EVENT_STATUSES.find((known) => known === each);
    if (status !== undefined) return status;
    throw invalidRequest({ path: 'status', message: `must be among ${EVENT_STATUSES.join(', ')}` });
  });
}

// Whoever writes Zurich finds Zürich.
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** The place of an event in the order of starts. */
type Place = readonly [startMs: number, eventId: string];

function placeOf({ document }: StoredEvent): Place {
  return [Date.parse(document.startsAt), document.id];
}

function isBefore([aMs, a]: Place, [bMs, b]: Place): boolean {
  return aMs === bMs ? a < b : aMs < bMs;
}

function byStart(a: StoredEvent, b: StoredEvent): number {
  return isBefore(placeOf(a), placeOf(b)) ? -1 : 1;
}

function cursorAt(event: StoredEvent): string {
  return Buffer.from(placeOf(event).join(' ')).toString('base64url');
}

function readCursor(cursor: string): Place {
  const [startMs = '', eventId] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (/^\d{1,16}$/.test(startMs) && eventId !== undefined) return [Number(startMs), eventId];
  throw invalidRequest({ path: 'cursor', message: 'must be the nextCursor of the page before' });
}
