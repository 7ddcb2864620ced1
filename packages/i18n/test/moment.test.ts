import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import {
  formatDistance,
  formatMinute,
  formatMoment,
  localeFor,
  setReaderLocale,
} from '@onsale/i18n';

const zoneBefore = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'America/New_York';
  setReaderLocale('en-GB');
});
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});

test('the opening of a sale is told in the time of the reader, with its zone', () => {
  assert.equal(formatMinute('2087-06-18T20:00:00+02:00'), 'Wed, 18 Jun 2087, 14:00 GMT\u20114');
  assert.equal(formatMoment('2087-01-18T20:00:05Z'), 'Sat, 18 Jan 2087, 15:00:05 GMT\u20115');
  assert.equal(formatMinute('soon'), 'soon');
});

test('a distance is told in the largest unit of which there are two', () => {
  const second = 1000;
  const told = [0, 1, 90, 7_199, 7_200, 172_799, 172_800].map((s) => formatDistance(s * second));
  assert.deepEqual(told, [
    ...['in 0 seconds', 'in 1 second', 'in 90 seconds'],
    ...['in 119 minutes', 'in 2 hours', 'in 47 hours', 'in 2 days'],
  ]);
  assert.equal(formatDistance(-300_000), '5 minutes ago');
  setReaderLocale('de');
  assert.equal(formatDistance(259_200_000), 'in 3 Tagen');
});

test('the region is that of the browser, where it reads the language', () => {
  assert.equal(localeFor('de', ['en-US', 'de-AT', 'de-DE']), 'de-AT');
  assert.equal(localeFor('fr', ['de-AT']), 'fr');
  assert.equal(localeFor('en', []), 'en-GB');
  assert.equal(localeFor('en', ['en_US', 'en-US']), 'en-US');
});
