/**
 * Time as a clock on the wall of a place shows it: "2087-06-18T20:00", or with seconds. It has no zone of
 * its own, and is what forms show and take.
 */
export type WallClock = string;

const MINUTE_MS = 60_000;

/** What the clock of `timeZone` (IANA, or an offset such as +02:00) shows at a moment (ISO 8601). */
export function wallClockOf(iso: string, timeZone: string): WallClock {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return '';
  const shown = new Date(ms + offsetMinutesAt(ms, timeZone) * MINUTE_MS).toISOString();
  return shown.endsWith(':00.000Z') ? shown.slice(0, 16) : shown.slice(0, 19);
}

/**
 * The moment at which the clock of `timeZone` shows `wall`, in ISO 8601 with its offset; undefined when
 * `wall` is no time. Of an hour that comes twice the first is meant; what a clock that is put forward
 * never shows is as much later as it is put forward.
 */
export function momentOf(wall: WallClock, timeZone: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(wall)) return undefined;
  const asUtcMs = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtcMs)) return undefined;
  // Zones change their clocks by less than a day: the offsets before and after tell of it.
  const before = offsetMinutesAt(asUtcMs - DAY_MS, timeZone);
  const after = offsetMinutesAt(asUtcMs + DAY_MS, timeZone);
  const offset = [before, after].find(
    (minutes) => offsetMinutesAt(asUtcMs - minutes * MINUTE_MS, timeZone) === minutes,
  );
  if (offset !== undefined) return withOffset(wall, offset);
  const ms = asUtcMs - before * MINUTE_MS;
  const found = offsetMinutesAt(ms, timeZone);
  return withOffset(new Date(ms + found * MINUTE_MS).toISOString().slice(0, wall.length), found);
}

/**
 * The same for a form that was filled in from `before`: while it shows that, the moment stays as it was. Which of two
 * equal hours it is, the clock doesn't say.
 */
export function momentKept(
  wall: WallClock,
  timeZone: string,
  before: string | undefined,
): string | undefined {
  if (before !== undefined && wallClockOf(before, timeZone) === wall) return before;
  return momentOf(wall, timeZone);
}

const DAY_MS = 86_400_000;

/** Moves a time by whole days: the clock shows the same hour, whatever happens to it in between. */
export function daysLater(wall: WallClock, days: number): WallClock {
  const ms = Date.parse(`${wall}Z`);
  if (Number.isNaN(ms)) return '';
  return new Date(ms + days * DAY_MS).toISOString().slice(0, wall.length);
}

/** Whether the browser knows this zone (IANA, or an offset such as +02:00). */
export function isTimeZone(timeZone: string): boolean {
  try {
    return formatterOf(timeZone).format(0) !== '';
  } catch {
    return false;
  }
}

/** How far the clock of a zone is ahead of UTC at a moment (Unix time in ms), in minutes. */
function offsetMinutesAt(ms: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shownMs = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return Math.round((shownMs - Math.floor(ms / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Not in the reader's language: it is read by the code above.
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const found = formatters.get(timeZone);
  if (found !== undefined) return found;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  formatters.set(timeZone, made);
  return made;
}

function withOffset(wall: WallClock, minutes: number): string {
  const two = (count: number) => String(count).padStart(2, '0');
  const seconds = wall.length === 16 ? ':00' : '';
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '-' : '+';
  return `${wall}${seconds}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
