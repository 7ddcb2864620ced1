/** What a visitor looks for; in the address under the same names. An empty text is no limit. */
export interface EventSearch {
  /** Words. */
  q: string;
  category: string;
  city: string;
  /** Days (2087-05-01) at the place of the event, both included. */
  from: string;
  to: string;
}

const NAMES = ['q', 'category', 'city', 'from', 'to'] as const satisfies (keyof EventSearch)[];
/** What the gateway takes. */
const LONGEST = 200;

/** Events on a page of the list; nginx keeps these pages for everybody. */
const EVENTS_ON_A_PAGE = 30;

/** Few events need no search. */
const MANY_EVENTS = 6;

/** Reads it; days that are none are left out. */
export function readSearch(params: URLSearchParams): EventSearch {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, LONGEST);
  const day = (name: string) => (isDay(text(name)) ? text(name) : '');
  return {
    ...{ q: text('q'), category: text('category'), city: text('city') },
    ...{ from: day('from'), to: day('to') },
  };
}

/** The address after a change; what it says of other things stays. */
export function writeSearch(params: URLSearchParams, change: Partial<EventSearch>) {
  const next = new URLSearchParams(params);
  for (const name of NAMES) {
    const value = change[name];
    if (value === undefined) continue;
    if (value.trim() === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** How many of them limit the list. */
export function countLimits(search: EventSearch): number {
  return NAMES.filter((name) => search[name] !== '').length;
}

/** The query of `GET /events` for a page of the list; `cursor` is empty for the first. */
export function listQuery(search: EventSearch, cursor: string) {
  return {
    limit: EVENTS_ON_A_PAGE,
    ...Object.fromEntries(
      NAMES.flatMap((name) => (search[name] === '' ? [] : [[name, search[name]]])),
    ),
    ...(cursor === '' ? {} : { cursor }),
  };
}

/** Whether the list offers a search: where there is much to choose from, and while one is on. */
export function offersSearch(search: EventSearch, shown: number, hasMore: boolean): boolean {
  return countLimits(search) > 0 || hasMore || shown > MANY_EVENTS;
}

/** What one can choose from: as the server says, else what the shown events have; sorted. */
export function choicesOf<Name extends 'category' | 'city'>(
  name: Name,
  told: readonly string[] | undefined,
  events: readonly { [key in Name]?: string | undefined }[],
  chosen: string,
): string[] {
  const all = told ?? events.flatMap((event) => event[name] ?? []);
  const choices = new Set(chosen === '' ? all : [...all, chosen]);
  return [...choices].sort((a, b) => a.localeCompare(b));
}

function isDay(text: string): boolean {
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // February 30th is read as a day of March.
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}
