import type { LineEstimate } from '@onsale/api-client';
import { kept } from '@onsale/i18n';
import { m } from '../app/texts.ts';

const MINUTE_MS = 60_000;

/** Time that is left, in ms, as a clock that counts down shows it: "9:05", "1:09:05", "3 d 1:09:05". */
export function countdown(leftMs: number): string {
  const s = Math.max(0, Math.ceil(leftMs / 1000));
  const [days, hours] = [Math.floor(s / 86_400), Math.floor(s / 3600) % 24];
  const [minutes, seconds] = [Math.floor(s / 60) % 60, String(s % 60).padStart(2, '0')];
  const isLong = days > 0 || hours > 0;
  const time = isLong
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
  return days > 0 ? m.days({ days, time }) : time;
}

/** How long it may take, no more exact than it is known. */
export function wordsOfEstimate({ soonMs, lateMs }: LineEstimate): string {
  if (lateMs <= MINUTE_MS) return m.soon();
  const from = roughly(Math.max(1, Math.round(soonMs / MINUTE_MS)), Math.floor);
  const to = roughly(Math.max(1, Math.ceil(lateMs / MINUTE_MS)), Math.ceil);
  if (from >= 360) return m.hours_more({ from: Math.floor(from / 60) });
  if (to > 120) {
    const hours = Math.max(1, Math.floor(from / 60));
    return m.hours_span({ from: hours, to: Math.max(hours + 1, Math.ceil(to / 60)) });
  }
  return from >= to ? m.minutes({ count: to }) : m.minutes_span({ from, to });
}

// 23 minutes are no more certain than 20 or 25.
function roughly(minutes: number, round: (value: number) => number): number {
  return minutes > 20 ? round(minutes / 5) * 5 : minutes;
}

/** A moment (ISO 8601) by the reader's clock: "Friday, 18 June 2087 at 10:00". */
export function momentOf(iso: string): string {
  const write = kept(
    'moment',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  );
  return write.format(Date.parse(iso));
}
