import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import {
  formatClock,
  formatDay,
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
  assert.equal(
    formatMoment('2087-01-18T20:00:05Z', 'Europe/Berlin'),
    'Sat, 18 Jan 2087, 21:00:05 CET',
  );
  assert.equal(formatClock('2087-01-18T20:00:05Z'), '15:00:05');
  assert.equal(formatClock('2087-01-18T08:00:05Z', 'Europe/Berlin'), '09:00:05');
  assert.equal(formatMinute('soon'), 'soon');
});

test('a day is that day, wherever the reader is', () => {
  assert.deepEqual(['2087-06-01', '2087-06', 'soon'].map(formatDay), [
    ...['1 Jun 2087', 'Jun 2087', 'soon'],
  ]);
});

test('the region is that of the browser, where it reads the language', () => {
  assert.equal(localeFor('de', ['en-US', 'de-AT', 'de-DE']), 'de-AT');
  assert.equal(localeFor('fr', ['de-AT']), 'fr');
  assert.equal(localeFor('en', []), 'en-GB');
  assert.equal(localeFor('en', ['en_US', 'en-US']), 'en-US');
});
