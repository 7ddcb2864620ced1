import { type EventDocument, type Ledger, readEvents } from '@onsale/ledger';
import { createNotice, type Records } from '@onsale/records';

/** By the clock of the event: on the day before, people read their mail and still make plans. */
const REMINDER_HOUR = 10;

/** Begins to remind all who have tickets of events that take place tomorrow. */
export async function planReminders(
  { db, ledger }: { db: Records; ledger: Ledger },
  nowMs: number,
): Promise<void> {
  for (const { status, document } of await readEvents(ledger)) {
    const { id: eventId, startsAt, rehearsal } = document;
    const takesPlace = status === 'on_sale' || status === 'paused' || status === 'closed';
    if (!takesPlace || rehearsal === true || !isReminderDue(document, nowMs)) continue;
    // An event that is put off gets another one before its new date.
    const key = `reminder:${eventId}:${new Date(startsAt).toISOString()}`;
    await createNotice(db, { key, eventId, kind: 'reminder' });
  }
}

/** Whether it is the day before, by the calendar of the event, and late enough. */
export function isReminderDue(
  { startsAt, timeZone = 'UTC' }: Pick<EventDocument, 'startsAt' | 'timeZone'>,
  nowMs: number,
): boolean {
  const startsMs = Date.parse(startsAt);
  // Without the calendar first: most events are far away.
  if (nowMs >= startsMs || startsMs - nowMs > 2 * DAY_MS) return false;
  const now = localTime(nowMs, timeZone);
  const start = localTime(startsMs, timeZone);
  return start.day - now.day === 1 && now.hour >= REMINDER_HOUR;
}

const DAY_MS = 86_400_000;

// Days are counted since 1970.
function localTime(ms: number, timeZone: string): { day: number; hour: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const),
    ...({ hourCycle: 'h23', calendar: 'gregory', timeZone } as const),
  });
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const day = Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS;
  return { day, hour: part('hour') };
}
