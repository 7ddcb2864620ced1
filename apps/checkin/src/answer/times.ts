import { kept } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment (Unix time in ms) by the clock of the event: the time alone, of another day with its date. */
export function writeTime(ms: number, nowMs: number, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const day = kept(`entrance-day ${timeZone}`, (locale) => {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'short', ...zone });
  });
  const year = kept(`entrance-year ${timeZone}`, (locale) => {
    return new Intl.DateTimeFormat(locale, { year: 'numeric', ...zone });
  });
  const isToday = day.format(ms) === day.format(nowMs);
  const isThisYear = year.format(ms) === year.format(nowMs);
  return kept(`entrance-time ${timeZone} ${isToday} ${isThisYear}`, (locale) => {
    const date = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
    const ofYear = isThisYear ? {} : ({ year: 'numeric' } as const);
    return new Intl.DateTimeFormat(locale, { ...date, ...ofYear, ...time, ...zone });
  }).format(ms);
}

/** Whether it is easier to say how far a moment is away than when it is. */
export function isNear(ms: number, nowMs: number): boolean {
  return Math.abs(ms - nowMs) < 2 * DAY_MS;
}

/** Days such as 2087-07-03, as a list: "3 July or 5 July". */
export function writeDays(days: readonly string[]): string {
  const day = kept('entrance-days', (locale) => {
    return new Intl.DateTimeFormat(locale, {
      ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
    });
  });
  return writeEither(days.map((each) => day.format(Date.parse(each))));
}

/** "North gate or South gate". */
export function writeEither(names: readonly string[]): string {
  return kept('entrance-either', (locale) => {
    return new Intl.ListFormat(locale, { type: 'disjunction' });
  }).format(names);
}

/** How long ago or how old, roughly: "40 s", "12 min", "3 h", "2 days". */
export function writeAge(ms: number): string {
  if (ms < MINUTE_MS) return m.answer_age_seconds({ count: Math.max(0, Math.floor(ms / 1000)) });
  if (ms < HOUR_MS) return m.answer_age_minutes({ count: Math.floor(ms / MINUTE_MS) });
  if (ms < 2 * DAY_MS) return m.answer_age_hours({ count: Math.floor(ms / HOUR_MS) });
  const count = Math.floor(ms / DAY_MS);
  return m.answer_age_days({ count, text: String(count) });
}
