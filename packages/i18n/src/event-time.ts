import { dateFormat, writeMoment, zoneName } from './date-format.ts';
import { kept } from './locale.ts';

/** What an event says of its time; moments are ISO 8601. */
export interface EventTimes {
  startsAt: string;
  endsAt?: string | undefined;
  /** IANA, such as Europe/Berlin. */
  timeZone?: string | undefined;
}

/** The time of an event as a ticket prints it, by the clock at its venue. */
export interface PrintedTime {
  day: string;
  month: string;
  year: string;
  weekday: string;
  /** "20:00". */
  time: string;
  /** "20:00–23:00 CEST", or the start alone of what has no end or lasts for days. */
  hours: string;
  /** "Friday, 18 June 2087", or "18–20 June 2087". */
  long: string;
  /** "CEST", or what the reader's language has for it. */
  zone: string;
  /** The start by the reader's own clock, with its date and zone; undefined when it is the same. */
  forReader: string | undefined;
}

/** Whatever ends so long after its start at most is one night, even past midnight. */
const NIGHT_MS = 20 * 3_600_000;

/** Whoever dances until five in the morning does so on the day before. */
const LATE_MS = 6 * 3_600_000;

/** Without a zone that the browser knows, the clock is that of the offset in `startsAt`. */
export function atVenue({ startsAt, endsAt, timeZone }: EventTimes): PrintedTime {
  const venue = clockOf(startsAt, timeZone);
  const startMs = Date.parse(startsAt);
  const endMs = endsAt === undefined ? Number.NaN : Date.parse(endsAt);
  const print = (options: Intl.DateTimeFormatOptions, ms = startMs) => venue.format(options, ms);
  const time = print(TIME);
  const zone = venue.zone(startMs);
  const isNight = endMs > startMs && endMs - startMs <= NIGHT_MS;
  // In the night in which the clocks change, it is another one.
  const endZone = venue.zone(endMs);
  return {
    day: print({ day: '2-digit' }),
    month: print({ month: 'short' }),
    year: print({ year: 'numeric' }),
    weekday: print({ weekday: 'long' }),
    time,
    hours: isNight
      ? `${time}${endZone === zone ? '' : ` ${zone}`}–${print(TIME, endMs)} ${endZone}`
      : `${time} ${zone}`,
    long:
      endMs - startMs > NIGHT_MS
        ? venue.range(DATE, startMs, endMs - LATE_MS)
        : print(DATE_WITH_WEEKDAY),
    zone,
    forReader: forReader(startMs, print(COMPARED)),
  };
}

const TIME: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
const DATE_WITH_WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'long', ...DATE };
const COMPARED: Intl.DateTimeFormatOptions = { ...TIME, day: 'numeric' };

function forReader(startMs: number, atVenueText: string): string | undefined {
  const reader = clockIn(undefined, 0);
  if (Number.isNaN(startMs) || reader.format(COMPARED, startMs) === atVenueText) return undefined;
  return reader.format(
    { weekday: 'short', day: 'numeric', month: 'short', ...TIME, timeZoneName: 'short' },
    startMs,
  );
}

/** Writes moments (Unix time in ms) as they are on one clock. */
interface Clock {
  format: (options: Intl.DateTimeFormatOptions, ms: number) => string;
  range: (options: Intl.DateTimeFormatOptions, fromMs: number, toMs: number) => string;
  /** What the time of this clock is called at a moment. */
  zone: (ms: number) => string;
}

function clockOf(iso: string, timeZone: string | undefined): Clock {
  if (timeZone !== undefined && isKnown(timeZone)) return clockIn(timeZone, 0);
  const offset = offsetMinutesOf(iso);
  return { ...clockIn('UTC', offset), zone: () => nameOfOffset(offset) };
}

/** Of a zone, the reader's own when it is undefined; `shiftMinutes` ahead of it. */
function clockIn(timeZone: string | undefined, shiftMinutes: number): Clock {
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    kept(`${timeZone ?? ''} ${JSON.stringify(options)}`, (locale) =>
      dateFormat(locale, { ...options, timeZone }),
    );
  const shifted = (ms: number) => ms + shiftMinutes * 60_000;
  return {
    // An unreadable moment has no time, and is no reason for a page that can't be drawn.
    format: (options, ms) => (Number.isNaN(ms) ? '' : writeMoment(formatter(options), shifted(ms))),
    range: (options, fromMs, toMs) =>
      formatter(options).formatRange(shifted(fromMs), shifted(toMs)),
    zone: (ms) =>
      Number.isNaN(ms) ? '' : zoneName(formatter({ ...TIME, timeZoneName: 'short' }), ms),
  };
}

// An old browser may not know the newest names, such as Europe/Kyiv.
function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).format(0) !== '';
  } catch {
    return false;
  }
}

/** 120 of "2087-06-18T16:00:00+02:00"; 0 of one that ends with Z or has none. */
function offsetMinutesOf(iso: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)$/.exec(iso) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

// UTC+2, UTC−3:30.
function nameOfOffset(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC';
  const minutes = Math.abs(offsetMinutes) % 60;
  const rest = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `UTC${offsetMinutes < 0 ? '−' : '+'}${Math.floor(Math.abs(offsetMinutes) / 60)}${rest}`;
}
