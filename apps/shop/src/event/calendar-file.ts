import type { Event } from '@onsale/api-client';

/** What of an event goes into a calendar. */
export type CalendarFacts = Pick<Event, 'id' | 'name' | 'startsAt' | 'status'> & {
  endsAt?: string | undefined;
  /** Plain text. */
  description: string;
  place: string;
};

/** A line has so many bytes at the most (RFC 5545, 3.1). */
const LINE_BYTES = 75;

/**
 * The event as an iCalendar file (RFC 5545). Times are in UTC, which every calendar shows by its own
 * clock, and which needs no table of time zones. `url` is the event's page, `madeAt` the time now.
 */
export function calendarFile(event: CalendarFacts, url: string, madeAt: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Onsale//Tickets//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escapeText(event.id)}@${new URL(url).hostname}`,
    `DTSTAMP:${inUtc(madeAt)}`,
    `DTSTART:${inUtc(new Date(event.startsAt))}`,
    ...(event.endsAt === undefined ? [] : [`DTEND:${inUtc(new Date(event.endsAt))}`]),
    `SUMMARY:${escapeText(event.name)}`,
    `LOCATION:${escapeText(event.place)}`,
    `DESCRIPTION:${escapeText([event.description, url].filter(Boolean).join('\n\n'))}`,
    `URL:${url}`,
    `STATUS:${event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

// 20870501T180000Z
function inUtc(moment: Date): string {
  return moment.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

// No other control character may stand in a text.
function escapeText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);
}

// A continued line begins with a space, which counts; no character is cut in two.
function fold(line: string): string {
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const more = bytesOf(character);
    if (bytes + more > LINE_BYTES) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += more;
  }
  return folded;
}
