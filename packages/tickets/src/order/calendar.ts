import { placeOf } from '@onsale/i18n';
import { type EventDocument, type Order, orderHandle } from '@onsale/ledger';

/** Of a line, in bytes (RFC 5545, 3.1). */
const LINE_BYTES = 75;

/** How an event stands; what a calendar that reads the file again goes by. */
export interface CalendarState {
  /** Of the event's document; a calendar ignores an earlier one. */
  revision?: number;
  /** When it was changed last: Unix time in ms. Default: when the order was placed. */
  changedAtMs?: number;
  isCancelled?: boolean;
}

/**
 * The event of an order as a calendar file (RFC 5545); read once more, it replaces the entry of the first. `url` is
 * that of the order's page.
 */
export function calendarOf(
  order: Pick<Order, 'id' | 'createdAtMs'>,
  event: EventDocument,
  url: string,
  { revision = 0, changedAtMs = order.createdAtMs, isCancelled = false }: CalendarState = {},
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Onsale//Tickets//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    // Programs log what they call an entry, and the id of an order opens it.
    `UID:${orderHandle(order.id)}@onsale`,
    `DTSTAMP:${momentOf(changedAtMs)}`,
    `SEQUENCE:${revision}`,
    `DTSTART:${momentOf(Date.parse(event.startsAt))}`,
    // Without it, how long it takes is not known, and nothing else must seem to be taken up by it.
    ...(event.endsAt === undefined ? [] : [`DTEND:${momentOf(Date.parse(event.endsAt))}`]),
    `SUMMARY:${textOf(event.name)}`,
    `LOCATION:${textOf(placeOf(event))}`,
    `DESCRIPTION:${textOf(url)}`,
    `URL:${url}`,
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function momentOf(unixMs: number): string {
  return new Date(unixMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

// A line of its own would be another property.
function textOf(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|[\r\n\u2028\u2029\u0085]/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, '');
}

// Continued lines begin with a space, and no character is torn.
function fold(line: string): string {
  if (Buffer.byteLength(line) <= LINE_BYTES) return line;
  const folded = [''];
  let room = LINE_BYTES;
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    const bytes = Buffer.byteLength(segment);
    if (bytes > room && folded.at(-1) !== '') {
      folded.push('');
      room = LINE_BYTES - 1;
    }
    folded[folded.length - 1] += segment;
    room -= bytes;
  }
  return folded.join('\r\n ');
}
