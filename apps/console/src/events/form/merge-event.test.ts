import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventInput } from '@onsale/contracts';
import { mergeEvent, withTheirs } from './merge-event.ts';

const BASE: EventInput = {
  ...{ id: 'gala', name: 'Gala', venue: 'Hall', startsAt: '2087-10-26T20:00:00+01:00' },
  ...{ currency: 'EUR', city: 'Bern' },
  pools: [{ id: 'floor', capacity: 300 }],
  tickets: [
    { id: 'gala-seat', name: 'Seat', type: 'adult', price: 80, capacity: 200, pool: 'floor' },
    { id: 'gala-floor', name: 'Floor', type: 'adult', price: 30, capacity: 200, pool: 'floor' },
  ],
};
const [seat, floor] = BASE.tickets as [
  EventInput['tickets'][number],
  EventInput['tickets'][number],
];

test('changes of different things are brought together', () => {
  const mine = { ...BASE, name: 'Grand Gala', tickets: [{ ...seat, price: 90 }, floor] };
  const { city: _city, ...rest } = BASE;
  const balcony = { ...floor, id: 'gala-balcony', name: 'Balcony' };
  const theirs = { ...rest, tickets: [{ ...seat, capacity: 250 }, floor, balcony] };
  const merged = mergeEvent(BASE, mine, theirs);
  assert.deepEqual(merged.conflicts, []);
  assert.deepEqual(merged.event, {
    ...{ ...rest, name: 'Grand Gala' },
    tickets: [{ ...seat, price: 90, capacity: 250 }, floor, balcony],
  });
  assert.deepEqual(merged.takenOver, [
    { place: { field: 'city' }, base: 'Bern', theirs: undefined },
    { place: { list: 'tickets', id: 'gala-seat', field: 'capacity' }, base: 200, theirs: 250 },
    { place: { list: 'tickets', id: 'gala-balcony' }, base: undefined, theirs: balcony },
  ]);
});

test('what both have changed stays mine until the other is taken over', () => {
  const mine = { ...BASE, name: 'Mine', tickets: [{ ...seat, price: 90 }] };
  const theirs = { ...BASE, name: 'Theirs', tickets: [seat, { ...floor, price: 35 }] };
  const { event, conflicts } = mergeEvent(BASE, mine, theirs);
  assert.deepEqual(event, mine);
  assert.deepEqual(
    conflicts.map(({ place }) => place),
    [{ field: 'name' }, { list: 'tickets', id: 'gala-floor' }],
  );
  const taken = conflicts.reduce(withTheirs, event);
  assert.deepEqual(taken, {
    ...{ ...BASE, name: 'Theirs' },
    tickets: [
      { ...seat, price: 90 },
      { ...floor, price: 35 },
    ],
  });
});

test('what the other has removed and I have changed is mine to keep or to lose', () => {
  const { pools: _pools, ...rest } = BASE;
  const mine = { ...BASE, pools: [{ id: 'floor', capacity: 350 }] };
  const theirs = { ...rest, tickets: [seat, floor].map(({ pool: _pool, ...ticket }) => ticket) };
  const { event, conflicts, takenOver } = mergeEvent(BASE, mine, theirs);
  assert.equal(takenOver.length, 2);
  assert.deepEqual(event, { ...theirs, pools: mine.pools });
  assert.deepEqual(conflicts.reduce(withTheirs, event), theirs);
});

test('the same change of both is none', () => {
  const both = { ...BASE, name: 'Ball', tickets: [seat] };
  const merged = mergeEvent(BASE, both, structuredClone(both));
  assert.deepEqual(merged, { event: both, takenOver: [], conflicts: [] });
});
