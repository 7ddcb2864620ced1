import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EventDocument, newOrderId } from '@onsale/ledger';
import { calendarOf } from '../../src/index.ts';

const createdAtMs = Date.parse('2027-01-01T10:00:00Z');
const order = { id: newOrderId(0, createdAtMs), createdAtMs };
const url = `https://tickets.example/orders/${order.id}`;
const event: EventDocument = {
  ...{ id: 'show', name: 'Show', venue: 'Hall', city: 'Bern', description: '', currency: 'CHF' },
  ...{ startsAt: '2027-06-18T20:00:00+02:00', endsAt: '2027-06-18T23:30:00+02:00', tickets: [] },
};

/** The properties of a file, unfolded. */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').trimEnd().split('\r\n');

test('the event of an order becomes an entry of a calendar', () => {
  const lines = linesOf(calendarOf(order, event, url));
  assert.deepEqual(lines.slice(0, 5), [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Onsale//Tickets//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
  ]);
  assert.match(lines[5] ?? '', /^UID:.+@onsale$/);
  assert.ok(!lines[5]?.includes(order.id));
  assert.deepEqual(lines.slice(6), [
    'DTSTAMP:20270101T100000Z',
    'SEQUENCE:0',
    'DTSTART:20270618T180000Z',
    'DTEND:20270618T213000Z',
    'SUMMARY:Show',
    String.raw`LOCATION:Hall\, Bern`,
    `DESCRIPTION:${url}`,
    `URL:${url}`,
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
});

test('an event that has moved or was cancelled replaces its entry', () => {
  const changedAtMs = Date.parse('2027-02-01T00:00:00Z');
  const state = { revision: 7, changedAtMs, isCancelled: true };
  const before = linesOf(calendarOf(order, event, url));
  const after = linesOf(calendarOf(order, event, url, state));
  assert.equal(after[5], before[5]);
  assert.ok(after.includes('SEQUENCE:7') && after.includes('DTSTAMP:20270201T000000Z'));
  assert.ok(after.includes('STATUS:CANCELLED'));
});

test('names can add no property, and long ones keep to the length of a line', () => {
  const name = `A; B, C \\ D\r\nATTENDEE:mailto:eve@example.org\u2028X\u0000${'👩‍👩‍👧 مرحبا '.repeat(60)}`;
  const text = calendarOf(order, { ...event, name }, url);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(!/^ATTENDEE/m.test(text));
  assert.ok(!/\p{Cc}|\u2028/u.test(text.replaceAll('\r\n', '')));
  const summary = linesOf(text).find((line) => line.startsWith('SUMMARY:')) ?? '';
  assert.ok(
    summary.startsWith(
      String.raw`SUMMARY:A\; B\, C \\ D\nATTENDEE:mailto:eve@example.org\nX👩‍👩‍👧 مرحبا`,
    ),
  );
  assert.equal(summary.split('👩‍👩‍👧').length, 61);
});
