const DAY_MS = 24 * 60 * 60 * 1000;
/** Of an event that does not say when it ends. */
const LASTS_MS = 6 * 60 * 60 * 1000;
/** A season is no event. */
const MOST_DAYS = 366;

/** What the days of an event go by. */
export interface DayRules {
  /** IANA. */
  timeZone: string;
  /** By the clock of the event, as `06:00`: whoever comes before it comes on the day before. */
  dayStartsAt: string;
}

/** The day of the event at a moment (Unix, in ms), as `2087-07-03`. */
export function dayOf(unixMs: number, { timeZone, dayStartsAt }: DayRules): string {
  const parts = formatterOf(timeZone).formatToParts(unixMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  if (`${part('hour')}:${part('minute')}` >= dayStartsAt) return date;
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** The days of an event from its doors or its start to its end, at least one. */
export function daysOf(
  event: { startsAt: string; endsAt?: string; doorsAt?: string },
  rules: DayRules,
): string[] {
  const starts = Date.parse(event.startsAt);
  const doors = event.doorsAt === undefined ? starts : Date.parse(event.doorsAt);
  const ends = event.endsAt === undefined ? starts + LASTS_MS : Date.parse(event.endsAt);
  const last = dayOf(Math.max(ends - 1, starts), rules);
  const days: string[] = [];
  let at = Date.parse(`${dayOf(Math.min(doors, starts), rules)}T00:00:00Z`);
  while (days.length < MOST_DAYS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > last) break;
    days.push(day);
    at += DAY_MS;
  }
  return days;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Making one takes far longer than using it.
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
