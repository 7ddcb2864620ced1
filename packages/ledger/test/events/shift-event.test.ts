import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkEvent, copyStarts, copySuffixes, shiftEvent } from '../../src/index.ts';
import { documentOf, ticketOf } from './test-event.ts';

const BERLIN = documentOf({
  ...{ id: 'gala-2026', timeZone: 'Europe/Berlin', startsAt: '2026-10-22T20:00:00+02:00' },
  ...{
    doorsAt: '2026-10-22T17:00:00Z',
    namesUntil: '2026-10-22T16:00:00Z',
    endsAt: '2026-10-23T01:00:00+02:00',
  },
  ...{ salesFrom: '2026-09-01T10:00:00+02:00', salesTo: '2026-10-22T19:30:15+02:00' },
  tickets: [
    ticketOf('gala-2026-early', { salesTo: '2026-10-01T00:00:00+02:00' }),
    ticketOf('late', { salesFrom: '2026-10-01T00:00:00+02:00' }),
  ],
});

test('every date of a copy shows the same hour by the clock of its zone, in winter as in summer', () => {
  const { document, dates } = shiftEvent(BERLIN, {
    ...{ startsAt: '2026-10-29T20:00', suffix: '2026-10-29', name: 'Gala II' },
  });
  assert.deepEqual(document, {
    ...BERLIN,
    ...{ id: 'gala-2026-10-29', name: 'Gala II', startsAt: '2026-10-29T20:00:00+01:00' },
    ...{ doorsAt: '2026-10-29T19:00:00+01:00', endsAt: '2026-10-30T01:00:00+01:00' },
    namesUntil: '2026-10-29T18:00:00+01:00',
    ...{ salesFrom: '2026-09-08T10:00:00+02:00', salesTo: '2026-10-29T19:30:15+01:00' },
    tickets: [
      {
        ...BERLIN.tickets[0],
        ...{ id: 'gala-2026-early-2026-10-29', eventId: 'gala-2026-10-29' },
        salesTo: '2026-10-08T00:00:00+02:00',
      },
      {
        ...BERLIN.tickets[1],
        ...{ id: 'late-2026-10-29', eventId: 'gala-2026-10-29' },
        salesFrom: '2026-10-08T00:00:00+02:00',
      },
    ],
  });
  assert.deepEqual(
    dates.map(({ path }) => path),
    [
      ...['startsAt', 'endsAt', 'doorsAt', 'namesUntil', 'salesFrom', 'salesTo'],
      ...['tickets[0].salesTo', 'tickets[1].salesFrom'],
    ],
  );
  // A copy of a copy does not collect dates in its ids.
  const again = shiftEvent(document, { startsAt: '2026-11-05T20:00', suffix: '2026-11-05' });
  assert.equal(again.document.id, 'gala-2026-11-05');
  assert.equal(again.document.tickets[1]?.id, 'late-2026-11-05');
});

test('a copy has its waiting room at the same hours', () => {
  const { document, dates } = shiftEvent(
    {
      ...BERLIN,
      waitingRoom: {
        ...{ opens: 'from', from: '2026-09-01T10:00:00+02:00' },
        ...{ lobbyFrom: '2026-09-01T09:00:00+02:00', turnMinutes: 3 },
      },
    },
    { startsAt: '2026-12-22T20:00', suffix: 'x' },
  );
  assert.deepEqual(document.waitingRoom, {
    ...{ opens: 'from', from: '2026-11-01T10:00:00+01:00' },
    ...{ lobbyFrom: '2026-11-01T09:00:00+01:00', turnMinutes: 3 },
  });
  assert.ok(dates.some(({ path }) => path === 'waitingRoom.lobbyFrom'));
});

test('a time that the clocks skip is later, and it is said', () => {
  const { document, dates } = shiftEvent(BERLIN, {
    ...{ startsAt: '2027-03-28T02:30', suffix: 'x' },
  });
  assert.equal(document.startsAt, '2027-03-28T03:30:00+02:00');
  assert.equal(dates[0]?.moved, true);
  assert.equal(dates[1]?.moved, undefined);
});

test('without a time zone the offset of each date stays', () => {
  const { document } = shiftEvent(documentOf({ startsAt: '2026-10-22T20:00:00+02:00' }), {
    ...{ startsAt: '2026-10-29T20:00', suffix: 'x' },
  });
  assert.equal(document.startsAt, '2026-10-29T20:00:00+02:00');
});

test('weekly copies start at the same hour', () => {
  assert.deepEqual(copyStarts('2026-10-22T20:00', { count: 3, everyDays: 7 }), [
    ...['2026-10-22T20:00', '2026-10-29T20:00', '2026-11-05T20:00'],
  ]);
  assert.throws(() => copyStarts('2026-02-30T20:00', { count: 1, everyDays: 7 }), RangeError);
  assert.deepEqual(copySuffixes('2026-10-22T20:00').slice(0, 3), [
    ...['2026-10-22', '2026-10-22-2000', '2026-10-22-2000-2'],
  ]);
});

test('ids of copies are valid and different, whatever the ids of the original', () => {
  const id = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/);
  const ids = fc.uniqueArray(
    fc.oneof(
      id,
      id.map((each) => `${'x'.repeat(60)}${each.slice(0, 4)}`),
    ),
    {
      ...{ minLength: 1, maxLength: 8 },
    },
  );
  const isValid = (each: string) => /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(each);
  fc.assert(
    fc.property(
      id,
      ids.filter((all) => all.every(isValid)),
      fc.nat(51),
      (eventId, all, nth) => {
        const original = documentOf({
          id: eventId,
          tickets: all.map((each) => ticketOf(each, { eventId })),
        });
        const startsAt = '2087-07-01T20:00';
        const suffix = copySuffixes(startsAt)[nth] ?? '';
        const { document } = shiftEvent(original, { startsAt, suffix });
        checkEvent(document, (path, message) => assert.fail(`${path.join('.')} ${message}`));
        assert.equal(new Set(document.tickets.map((each) => each.id)).size, all.length);
      },
    ),
  );
});
