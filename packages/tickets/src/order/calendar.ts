import { type EventDocument, endMsOf, type Order } from '@onsale/ledger';

/**
 * The event of an order as a calendar file (RFC 5545), to which calendars that read it again find their entry by
 * its UID. `url` is that of the order's page.
 */
export function calendarOf(order: Pick<Order, 'id'>, event: EventDocument, url: string): string {
  const place = [event.venue, event.city].filter((part) => part !== undefined).join(', ');
  const startMs = Date.parse(event.startsAt);
  const endMs = endMsOf(event) || startMs;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Onsale//Tickets//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${order.id}`,
    `DTSTART:${momentOf(startMs)}`,
    `DTEND:${momentOf(endMs)}`,
    `SUMMARY:${textOf(event.name)}`,
    `LOCATION:${textOf(place)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function momentOf(unixMs: number): string {
  return new Date(unixMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function textOf(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|[\r\n]/g, '\\n');
}
