import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atVenue } from '../src/moment.ts';

test('an event begins by the clock at its venue, whatever offset its time is written with', () => {
  const inUtc = atVenue({ startsAt: '2027-06-18T22:30:00Z', timeZone: 'Europe/Berlin' });
  assert.deepEqual([inUtc.time, inUtc.day, inUtc.weekday], ['00:30', '19', 'Saturday']);
  const without = atVenue({ startsAt: '2027-06-18T16:00:00+02:00' });
  assert.deepEqual([without.time, without.day, without.weekday], ['16:00', '18', 'Friday']);
  const unknown = atVenue({ startsAt: '2027-06-18T16:00:00+02:00', timeZone: 'Europe/Future' });
  assert.equal(unknown.time, '16:00');
});
