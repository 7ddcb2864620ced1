import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastDayOf } from './event-days.ts';

const lastDay = (startsAt: string, endsAt?: string) =>
  lastDayOf(endsAt === undefined ? { startsAt } : { startsAt, endsAt })?.slice(0, 10);

test('a festival takes several days, and ends on the day of its last night', () => {
  assert.equal(lastDay('2087-06-18T16:00:00+02:00', '2087-06-21T00:00:00+02:00'), '2087-06-20');
  assert.equal(lastDay('2087-06-18T16:00:00+02:00', '2087-06-20T23:00:00+02:00'), '2087-06-20');
});

test('a night that ends in the morning is one evening', () => {
  assert.equal(lastDay('2087-12-03T19:00:00+01:00', '2087-12-04T00:00:00+01:00'), undefined);
  assert.equal(lastDay('2087-12-03T23:00:00+01:00', '2087-12-04T05:00:00+01:00'), undefined);
  assert.equal(lastDay('2087-12-03T19:00:00+01:00'), undefined);
});

test('days are those of the venue, however its times are written', () => {
  assert.equal(lastDay('2087-06-18T23:30:00-06:00', '2087-06-19T02:00:00-06:00'), undefined);
  assert.equal(lastDay('2087-06-18T12:00:00-06:00', '2087-06-19T20:00:00-06:00'), '2087-06-19');
  assert.equal(lastDay('2087-06-18T10:00:00Z', '2087-06-19T10:00:00Z'), '2087-06-19');
  assert.equal(lastDay('2087-10-25T20:00:00+02:00', '2087-10-26T03:00:00+01:00'), undefined);
});

test('what ends right after it has begun ends on that day', () => {
  assert.equal(lastDay('2087-12-03T01:00:00+01:00', '2087-12-03T03:00:00+01:00'), undefined);
});
