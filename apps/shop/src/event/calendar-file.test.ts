import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CalendarFacts, calendarFile } from './calendar-file.ts';

const event: CalendarFacts = {
  id: 'big-show',
  name: 'The Big Show',
  place: 'Old Hall, Ghent',
  startsAt: '2087-05-01T20:00:00+02:00',
  endsAt: '2087-05-03T01:30:00+02:00',
  status: 'on_sale',
  description: 'An evening.',
};
const url = 'https://tickets.example/events/big-show';
const madeAt = new Date('2087-01-02T03:04:05.678Z');

// The lines as a calendar reads them: unfolded.
const read = (facts: CalendarFacts) =>
  calendarFile(facts, url, madeAt).replaceAll('\r\n ', '').split('\r\n');
const lineOf = (facts: CalendarFacts, name: string) =>
  read(facts).find((line) => line.startsWith(`${name}:`));

test('an event as a calendar reads it, with its times in UTC', () => {
  assert.deepEqual(read(event), [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Onsale//Tickets//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:big-show@tickets.example',
    'DTSTAMP:20870102T030405Z',
    'DTSTART:20870501T180000Z',
    'DTEND:20870502T233000Z',
    'SUMMARY:The Big Show',
    String.raw`LOCATION:Old Hall\, Ghent`,
    String.raw`DESCRIPTION:An evening.\n\nhttps://tickets.example/events/big-show`,
    'URL:https://tickets.example/events/big-show',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('an end that is not known is left open, and a cancelled event says so', () => {
  assert.equal(lineOf({ ...event, endsAt: undefined }, 'DTEND'), undefined);
  assert.equal(lineOf({ ...event, status: 'cancelled' }, 'STATUS'), 'STATUS:CANCELLED');
});

test('no text ends its line or begins a property of its own', () => {
  const name = 'A;B,C\\D\r\nEND:VEVENT\u0000\u0007\rX';
  assert.equal(
    lineOf({ ...event, name }, 'SUMMARY'),
    String.raw`SUMMARY:A\;B\,C\\D\nEND:VEVENT\nX`,
  );
  assert.equal(read({ ...event, name }).filter((line) => line === 'END:VEVENT').length, 1);
});

test('lines have 75 bytes at the most, and no character is cut', () => {
  for (const name of ['Ä🎷'.repeat(60), 'a'.repeat(300)]) {
    const file = calendarFile({ ...event, name }, url, madeAt);
    for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!file.includes('\uFFFD'));
    assert.equal(lineOf({ ...event, name }, 'SUMMARY'), `SUMMARY:${name}`);
  }
});
