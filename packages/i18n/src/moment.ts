import { dateFormat, writeMoment } from './date-format.ts';
import { kept } from './locale.ts';

const MINUTE: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
};

/**
 * When a sale begins, in the reader's own time with its zone: nobody has to convert it to be there.
 * `iso` is ISO 8601; what is none stays as it is. With `timeZone` (IANA), by the clock there.
 */
export function formatMinute(iso: string, timeZone?: string): string {
  if (timeZone === undefined) return write('minute', iso, MINUTE);
  return write(`minute ${timeZone}`, iso, { ...MINUTE, timeZone });
}

/** A moment of the reader's own, to the second, in the reader's time with its zone; with `timeZone`, there. */
export function formatMoment(iso: string, timeZone?: string): string {
  const options = { ...MINUTE, second: '2-digit' } as const;
  if (timeZone === undefined) return write('moment', iso, options);
  return write(`moment ${timeZone}`, iso, { ...options, timeZone });
}

/** The time of day alone, to the second, for what is of today: "19:32:05". */
export function formatClock(iso: string, timeZone?: string): string {
  const options = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  if (timeZone === undefined) return write('clock', iso, options);
  return write(`clock ${timeZone}`, iso, { ...options, timeZone });
}

/** A day on no clock in particular, such as 2027-06-18: "18 Jun 2027"; of a month (2027-06), "Jun 2027". */
export function formatDay(day: string): string {
  const isMonth = day.length === 7;
  const atMs = Date.parse(isMonth ? `${day}-01` : day);
  if (Number.isNaN(atMs)) return day;
  return kept(isMonth ? 'month' : 'day', (locale) => {
    const month = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat(locale, isMonth ? month : { ...month, day: 'numeric' });
  }).format(atMs);
}

function write(kind: string, iso: string, options: Intl.DateTimeFormatOptions): string {
  const moment = Date.parse(iso);
  if (Number.isNaN(moment)) return iso;
  return writeMoment(
    kept(kind, (locale) => dateFormat(locale, options)),
    moment,
  );
}
