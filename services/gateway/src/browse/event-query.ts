import { type EventQuery, EVENTS_PAGE } from '@onsale/contracts';
import type { EventDocument, StoredEvent } from '@onsale/ledger';
import { refuseValue } from '../refuse-value.ts';
import { startDayOf } from './start-day.ts';

/** A page of events, and where the next one goes on; undefined after the last. */
export interface EventsPage {
  events: StoredEvent[];
  next: string | undefined;
}

/** The order in which events are listed: the earliest first. */
export function byStart(a: StoredEvent, b: StoredEvent): number {
  const difference = Date.parse(a.document.startsAt) - Date.parse(b.document.startsAt);
  return difference === 0 ? (a.document.id < b.document.id ? -1 : 1) : difference;
}

/** The page of the listed events that a query asks for. Throws `ApiError` 400. */
export function pageOfEvents(listed: readonly StoredEvent[], query: EventQuery): EventsPage {
  const isWanted = eventFilter(query);
  const isAfter = readCursor(query.cursor);
  const limit = Number(query.limit ?? EVENTS_PAGE.default);
  const found = listed.filter((event) => isAfter(event) && isWanted(event.document));
  const events = found.slice(0, limit);
  const last = events.at(-1);
  const isLast = found.length <= limit || last === undefined;
  return { events, next: isLast ? undefined : cursorAfter(last) };
}

/** The categories and cities of these events, sorted, each once. */
export function placesOf(listed: readonly StoredEvent[]): {
  categories: string[];
  cities: string[];
} {
  return {
    categories: distinct(listed.map(({ document }) => document.category)),
    cities: distinct(listed.map(({ document }) => document.city)),
  };
}

// What differs in case or accents only is the same to the filters.
function distinct(names: readonly (string | undefined)[]): string[] {
  const found = new Map<string, string>();
  for (const name of names) {
    if (name !== undefined && !found.has(folded(name))) found.set(folded(name), name);
  }
  return [...found.values()].sort((a, b) => a.localeCompare(b, 'en'));
}

function eventFilter({ category, city, from, to, q }: EventQuery) {
  if (from !== undefined && to !== undefined && from > to) {
    throw refuseValue('INVALID_REQUEST', 'from', 'must not be after to');
  }
  const words = q === undefined ? [] : folded(q).split(' ').filter(Boolean);
  return (event: EventDocument): boolean => {
    if (category !== undefined && folded(event.category ?? '') !== folded(category)) return false;
    if (city !== undefined && folded(event.city ?? '') !== folded(city)) return false;
    if (from !== undefined && startDayOf(event) < from) return false;
    if (to !== undefined && startDayOf(event) > to) return false;
    if (words.length === 0) return true;
    const { name, venue, description } = event;
    const text = folded([name, venue, event.city, event.category, description].join(' '));
    return words.every((word) => text.includes(word));
  };
}

// Without case and accents.
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

// A cursor names the last event of a page, so that events may come and go meanwhile.
function cursorAfter({ document: { startsAt, id } }: StoredEvent): string {
  return Buffer.from(`${Date.parse(startsAt)} ${id}`).toString('base64url');
}

function readCursor(cursor: string | undefined): (event: StoredEvent) => boolean {
  if (cursor === undefined) return () => true;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, start, lastId = ''] = /^(-?\d{1,16}) ([a-z0-9-]{1,64})$/.exec(text) ?? [];
  if (start === undefined) {
    throw refuseValue('INVALID_REQUEST', 'cursor', 'must be the `next` of the page before');
  }
  const startMs = Number(start);
  return ({ document: { startsAt, id } }) => {
    const thisMs = Date.parse(startsAt);
    return thisMs > startMs || (thisMs === startMs && id > lastId);
  };
}
