import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { atVenue, setReaderLocale } from '@onsale/i18n';

// The reader sits in New York, most of the events are in Berlin.
const zoneBefore = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'America/New_York';
  setReaderLocale('en-GB');
});
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});

const BERLIN = { timeZone: 'Europe/Berlin' };

test('a festival that ends at midnight has no day more, in no place', () => {
  const { long } = atVenue({
    startsAt: '2087-06-18T16:00:00+02:00',
    endsAt: '2087-06-21T00:00:00+02:00',
    ...BERLIN,
  });
  assert.equal(long.replaceAll(/\s/g, ''), '18–20June2087');
});

test('in the night in which the clocks change, both times have their zone', () => {
  const { hours } = atVenue({
    startsAt: '2087-03-30T01:30:00+01:00',
    endsAt: '2087-03-30T04:00:00+02:00',
    ...BERLIN,
  });
  assert.equal(hours, '01:30 CET–04:00 CEST');
});

test('an event begins by the clock at its venue, whatever offset its time is written with', () => {
  const inUtc = atVenue({ startsAt: '2087-06-18T22:30:00Z', ...BERLIN });
  assert.deepEqual([inUtc.time, inUtc.day, inUtc.weekday], ['00:30', '19', 'Thursday']);
  assert.equal(inUtc.zone, 'CEST');
  const inTokyo = atVenue({ startsAt: '2087-06-19T07:30:00+09:00', ...BERLIN });
  assert.deepEqual(inTokyo, inUtc);
});

test('without a zone, or with one that is unknown, the clock is that of the offset', () => {
  const without = atVenue({ startsAt: '2087-06-18T16:00:00-03:30' });
  assert.deepEqual([without.hours, without.day], ['16:00 UTC−3:30', '18']);
  const unknown = atVenue({ startsAt: '2087-06-18T16:00:00+02:00', timeZone: 'Europe/Future' });
  assert.equal(unknown.hours, '16:00 UTC+2');
  assert.equal(atVenue({ startsAt: '2087-06-18T16:00:00Z' }).hours, '16:00 UTC');
});

test('the zone has the name that it has on that day', () => {
  // Europe has its clocks put forward on 30 March 2087, at 01:00 UTC, and back on 26 October.
  const zones = ['2087-03-30T00:59:00Z', '2087-03-30T01:00:00Z', '2087-10-26T01:00:00Z'].map(
    (startsAt) => atVenue({ startsAt, ...BERLIN }).hours,
  );
  assert.deepEqual(zones, ['01:59 CET', '03:00 CEST', '02:00 CET']);
});

test('what ends in the same night has hours, what lasts for days has days', () => {
  const startsAt = '2087-06-18T22:00:00+02:00';
  const night = atVenue({ startsAt, endsAt: '2087-06-19T04:00:00+02:00', ...BERLIN });
  assert.deepEqual([night.long, night.hours], ['Wednesday, 18 June 2087', '22:00–04:00 CEST']);
  const festival = atVenue({ startsAt, endsAt: '2087-06-20T20:00:00+02:00', ...BERLIN });
  assert.deepEqual(
    [festival.long.replaceAll(/\s/g, ''), festival.hours],
    ['18–20June2087', '22:00 CEST'],
  );
  const wrong = atVenue({ startsAt, endsAt: '2087-06-18T20:00:00+02:00', ...BERLIN });
  assert.equal(wrong.hours, '22:00 CEST');
});

test('the name of a zone never breaks in a line', () => {
  const inMexico = { startsAt: '2087-06-18T20:00:00-06:00', timeZone: 'America/Mexico_City' };
  const names = ['en-GB', 'de', 'fr', 'fa'].map((locale) => {
    setReaderLocale(locale);
    return atVenue(inMexico).zone;
  });
  assert.deepEqual(names, [...['GMT\u20116', 'GMT\u20116', 'UTC−6'], '\u200e−۶\u00a0گرینویچ']);
});

test('a reader whose clock shows another time is told it, another one is not', () => {
  const startsAt = '2087-06-18T20:00:00+02:00';
  assert.equal(atVenue({ startsAt, ...BERLIN }).forReader, 'Wed 18 Jun, 14:00 GMT\u20114');
  const inBoston = { startsAt, timeZone: 'America/Detroit' };
  assert.equal(atVenue(inBoston).forReader, undefined);
});

test('each language has its own order and names', () => {
  const event = {
    startsAt: '2087-06-18T20:00:00+02:00',
    endsAt: '2087-06-18T23:00:00+02:00',
    ...BERLIN,
  };
  const written = ['en-US', 'de', 'fr', 'ar-EG'].map((locale) => {
    setReaderLocale(locale);
    const { long, hours } = atVenue(event);
    return `${long} | ${hours}`.replaceAll(/\s/g, ' ');
  });
  assert.deepEqual(written, [
    'Wednesday, June 18, 2087 | 8:00 PM–11:00 PM GMT+2',
    'Mittwoch, 18. Juni 2087 | 20:00–23:00 MESZ',
    'mercredi 18 juin 2087 | 20:00–23:00 UTC+2',
    'الأربعاء، ١٨ يونيو ٢٠٨٧ | ٨:٠٠ م–١١:٠٠ م غرينتش+٢',
  ]);
});

test('what is no time is no reason to break a page', () => {
  const { time, long, forReader } = atVenue({ startsAt: 'soon', endsAt: 'later', ...BERLIN });
  assert.deepEqual([time, long, forReader], ['', '', undefined]);
});
