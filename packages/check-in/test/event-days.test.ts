import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, daysOf } from '../src/index.ts';

const berlin = { timeZone: 'Europe/Berlin', dayStartsAt: '06:00' };

test('an evening and the night after it are one day', () => {
  assert.equal(dayOf(Date.parse('2087-07-04T21:30:00+02:00'), berlin), '2087-07-04');
  assert.equal(dayOf(Date.parse('2087-07-05T05:59:59+02:00'), berlin), '2087-07-04');
  assert.equal(dayOf(Date.parse('2087-07-05T06:00:00+02:00'), berlin), '2087-07-05');
});

test('the nights when the clocks are changed belong to the day before', () => {
  // 02:30 on 29 March 2026 does not exist, and on 25 October there are two of it.
  for (const [from, to, day] of [
    ['2026-03-28T06:00:00+01:00', '2026-03-29T05:59:59+02:00', '2026-03-28'],
    ['2026-10-24T06:00:00+02:00', '2026-10-25T05:59:59+01:00', '2026-10-24'],
  ] as const) {
    for (let at = Date.parse(from); at <= Date.parse(to); at += 15 * 60_000) {
      assert.equal(dayOf(at, berlin), day, new Date(at).toISOString());
    }
    assert.notEqual(dayOf(Date.parse(to) + 1000, berlin), day);
  }
});

test('the day before a first of March', () => {
  const at = Date.parse('2028-03-01T02:00:00+01:00');
  assert.equal(dayOf(at, berlin), '2028-02-29');
});

test('an event lasts from its doors to its end', () => {
  const event = {
    doorsAt: '2087-07-03T17:00:00+02:00',
    startsAt: '2087-07-03T20:00:00+02:00',
    endsAt: '2087-07-06T02:00:00+02:00',
  };
  assert.deepEqual(daysOf(event, berlin), ['2087-07-03', '2087-07-04', '2087-07-05']);
});

test('an event without an end is on one day, however late it starts', () => {
  const event = { startsAt: '2087-07-03T23:00:00+02:00' };
  assert.deepEqual(daysOf(event, berlin), ['2087-07-03']);
});

test('an event that ends when a day starts has no part in that day', () => {
  const event = { startsAt: '2087-07-03T20:00:00+02:00', endsAt: '2087-07-04T06:00:00+02:00' };
  assert.deepEqual(daysOf(event, berlin), ['2087-07-03']);
});
