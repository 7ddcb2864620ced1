import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duplicateDates } from './duplicate-dates.ts';

test('copies start at the same hour by the clock of the venue, in summer and in winter', () => {
  const event = { startsAt: '2026-10-08T20:00:00+02:00', timeZone: 'Europe/Berlin' };
  assert.deepEqual(duplicateDates(event, { first: '2026-10-15T20:00', count: 3 }), [
    ...['2026-10-15T20:00:00+02:00', '2026-10-22T20:00:00+02:00', '2026-10-29T20:00:00+01:00'],
  ]);
  assert.deepEqual(duplicateDates(event, { first: '', count: 1 }), []);
});
