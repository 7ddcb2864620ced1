import type { EventDocument } from './event-document.ts';

/** What a copy of an event is to be. */
export interface Shift {
  /** When it starts, by the clock of its time zone: `2027-06-25T20:00`. */
  startsAt: string;
  /** What its ids end with, and those of its ticket types: see `copySuffixes`. */
  suffix: string;
  /** Default: as before. */
  name?: string | undefined;
}

/** A date of a copy, and what it was. */
export interface ShiftedDate {
  /** Such as `tickets[0].salesTo`. */
  path: string;
  from: string;
  to: string;
  /** The clocks skip this time on that day: it is later than it would be. */
  moved?: true;
}

const DATES = ['startsAt', 'endsAt', 'doorsAt', 'namesUntil', 'salesFrom', 'salesTo'] as const;
const LINE_DATES = ['from', 'lobbyFrom'] as const;
const TICKET_DATES = ['salesFrom', 'salesTo'] as const;

/**
 * A copy of an event, with ids of its own, that starts at another time. All of its dates are shifted by what the
 * clock of its time zone shows, so that doors open at the same hour in summer and in winter; where it names no
 * time zone, by the offset of each date.
 */
export function shiftEvent(
  document: EventDocument,
  { startsAt, suffix, name = document.name }: Shift,
): { document: EventDocument; dates: ShiftedDate[] } {
  const { timeZone: zone, waitingRoom } = document;
  const start = wallClock(document.startsAt, zone);
  const by = start.until(Temporal.PlainDateTime.from(startsAt), { largestUnit: 'day' });
  const dates: ShiftedDate[] = [];
  const shifted = <Name extends string>(
    from: Partial<Record<Name, string>>,
    names: readonly Name[],
    path: string,
  ) => {
    const to: Partial<Record<Name, string>> = {};
    for (const each of names) {
      const date = from[each];
      if (date === undefined) continue;
      const moment = shiftDate(date, zone, by);
      dates.push({ path: `${path}${each}`, from: date, ...moment });
      to[each] = moment.to;
    }
    return to as Record<Name, string>;
  };
  const id = copyId(document.id, document, suffix);
  const ids = ticketIds(document, suffix);
  const copy = {
    ...document,
    ...{ id, name, ...shifted(document, DATES, '') },
    ...(waitingRoom === undefined
      ? {}
      : { waitingRoom: { ...waitingRoom, ...shifted(waitingRoom, LINE_DATES, 'waitingRoom.') } }),
    tickets: document.tickets.map((ticket, i) => ({
      ...ticket,
      ...{ id: ids[i] ?? '', eventId: id, ...shifted(ticket, TICKET_DATES, `tickets[${i}].`) },
    })),
  };
  return { document: copy, dates };
}

/** When copies start, by the clock of the event's time zone, if the first one starts at `first`. */
export function copyStarts(
  first: string,
  { count, everyDays }: { count: number; everyDays: number },
): string[] {
  const start = Temporal.PlainDateTime.from(first);
  return Array.from({ length: count }, (_, i) =>
    start.add({ days: i * everyDays }).toString({ smallestUnit: 'minute' }),
  );
}

/** Endings for the ids of a copy that starts then, the best first; each may be taken already. */
export function copySuffixes(startsAt: string): string[] {
  const day = startsAt.slice(0, 10);
  const minute = `${day}-${startsAt.slice(11, 16).replace(':', '')}`;
  return [day, minute, ...Array.from({ length: SUFFIXES }, (_, i) => `${minute}-${i + 2}`)];
}

/** How many copies may start in the same minute, besides two. */
const SUFFIXES = 50;

/** Of an id; see `checkId`. */
const ID_CHARACTERS = 64;

function shiftDate(
  date: string,
  zone: string | undefined,
  by: Temporal.Duration,
): { to: string; moved?: true } {
  const timeZone = zone ?? offsetOf(date);
  const wall = wallClock(date, zone).add(by);
  const moment = wall.toZonedDateTime(timeZone);
  const to = moment.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return { to, ...(moment.toPlainDateTime().equals(wall) ? {} : { moved: true }) };
}

function wallClock(date: string, zone: string | undefined): Temporal.PlainDateTime {
  return Temporal.Instant.from(date)
    .toZonedDateTimeISO(zone ?? offsetOf(date))
    .toPlainDateTime();
}

function offsetOf(date: string): string {
  return /[+-]\d\d:\d\d$/.exec(date)?.[0] ?? 'UTC';
}

// Two long ids may begin alike.
function ticketIds(document: EventDocument, suffix: string): string[] {
  const used = new Set<string>();
  return document.tickets.map(({ id }) => {
    let copy = copyId(id, document, suffix);
    for (let i = 2; used.has(copy); i += 1) copy = copyId(id, document, `${i}-${suffix}`);
    used.add(copy);
    return copy;
  });
}

// A copy of a copy ends with its own date alone, and so does that of "fair-2027".
function copyId(id: string, { startsAt, timeZone }: EventDocument, suffix: string): string {
  const year = wallClock(startsAt, timeZone).year;
  const name = id
    .replace(/-\d{4}-\d\d-\d\d(-\d{4}(-\d+)?)?$/, '')
    .replace(new RegExp(`-${year}$`), '');
  return `${name.slice(0, ID_CHARACTERS - suffix.length - 1)}-${suffix}`;
}
