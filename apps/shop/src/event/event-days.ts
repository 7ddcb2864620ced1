import type { Event } from '@onsale/api-client';

/** Whoever dances until five in the morning does so on the day before. */
const NIGHT_MS = 6 * 3_600_000;

/**
 * The last day of an event that takes several, as a moment of it (ISO 8601 with the offset of the
 * venue); undefined when it begins and ends on one day, or its end is not known.
 */
export function lastDayOf({ startsAt, endsAt }: Pick<Event, 'startsAt' | 'endsAt'>) {
  if (endsAt === undefined) return undefined;
  const offset = /Z$|[+-]\d\d:\d\d$/.exec(endsAt)?.[0] ?? 'Z';
  const lastMs = Math.max(Date.parse(startsAt), Date.parse(endsAt) - NIGHT_MS);
  const last = new Date(lastMs + offsetMsOf(offset)).toISOString().slice(0, 19) + offset;
  return last.slice(0, 10) > dayOf(startsAt, offset) ? last : undefined;
}

// The day at the venue at the end, whose offset a change of the clocks may have moved.
function dayOf(moment: string, offset: string): string {
  return new Date(Date.parse(moment) + offsetMsOf(offset)).toISOString().slice(0, 10);
}

function offsetMsOf(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (hours * 60 + minutes) * 60_000 * (offset.startsWith('-') ? -1 : 1);
}
