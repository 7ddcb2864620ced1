import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  daysLater,
  formatMinute,
  isTimeZone,
  momentKept,
  momentOf,
  wallClockOf,
} from '@onsale/i18n';

const BERLIN = 'Europe/Berlin';

test('a moment is shown by the clock at the venue, and found again from it', () => {
  for (const [iso, zone, wall] of [
    ['2087-06-18T20:00:00+02:00', BERLIN, '2087-06-18T20:00'],
    ['2087-01-18T20:00:00+01:00', BERLIN, '2087-01-18T20:00'],
    ['2087-06-18T20:00:30+05:45', 'Asia/Kathmandu', '2087-06-18T20:00:30'],
    ['2087-06-18T23:30:00-03:30', '-03:30', '2087-06-18T23:30'],
    ['2087-06-18T00:00:00+00:00', 'UTC', '2087-06-18T00:00'],
  ] as const) {
    assert.equal(wallClockOf(iso, zone), wall);
    assert.equal(momentOf(wall, zone), iso);
  }
});

test('an hour that a clock shows twice is the first, one that it never shows is later', () => {
  assert.equal(momentOf('2026-10-25T02:30', BERLIN), '2026-10-25T02:30:00+02:00');
  assert.equal(momentOf('2026-03-29T02:30', BERLIN), '2026-03-29T03:30:00+02:00');
  assert.equal(momentOf('2026-03-29T03:00', BERLIN), '2026-03-29T03:00:00+02:00');
  assert.equal(momentOf('2026-11-01T01:30', 'America/New_York'), '2026-11-01T01:30:00-04:00');
});

test('what a form shows unchanged is the moment that it was, also in the second of two equal hours', () => {
  const second = '2026-10-25T02:30:00.000+01:00';
  const wall = wallClockOf(second, BERLIN);
  assert.equal(momentKept(wall, BERLIN, second), second);
  assert.equal(momentKept(wall, BERLIN, undefined), '2026-10-25T02:30:00+02:00');
  assert.equal(momentKept('2026-10-25T02:31', BERLIN, second), '2026-10-25T02:31:00+02:00');
  assert.equal(momentKept('', BERLIN, second), undefined);
});

test('what is no time has no moment, and the other way round', () => {
  for (const text of ['', 'soon', '2087-06-18', '2087-13-18T20:00']) {
    assert.equal(momentOf(text, BERLIN), undefined);
  }
  assert.equal(wallClockOf('soon', BERLIN), '');
  assert.equal(isTimeZone('Europe/Atlantis'), false);
  assert.equal(isTimeZone(BERLIN), true);
});

test('a week later the clock shows the same hour, also when it was put back meanwhile', () => {
  const wall = wallClockOf('2026-10-22T20:00:00+02:00', BERLIN);
  assert.equal(momentOf(daysLater(wall, 7), BERLIN), '2026-10-29T20:00:00+01:00');
});

test('a moment can be told by the clock of a zone, which is named', () => {
  assert.equal(formatMinute('2087-06-18T18:00:00Z', BERLIN), 'Wed, 18 Jun 2087, 20:00 CEST');
});
