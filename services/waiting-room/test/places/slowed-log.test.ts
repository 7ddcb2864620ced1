import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SlowedLog } from '../../src/places/slowed-log.ts';

test('what was slowed is told once in ten seconds, with the tags of the most frequent networks', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const told: unknown[] = [];
  const log = new SlowedLog({ info: (fields: unknown) => void told.push(fields) });
  for (const [network, count] of Object.entries({ a: 1, b: 4000, c: 2, d: 3 })) {
    for (let i = 0; i < count; i += 1) log.add('noon', network);
  }
  mock.timers.tick(10_000);
  log.add('noon', 'a');
  mock.timers.tick(10_000);
  mock.timers.tick(10_000);
  assert.deepEqual(told, [
    { eventId: 'noon', places: 4006, networks: 4, most: ['b', 'd', 'c'] },
    { eventId: 'noon', places: 1, networks: 1, most: ['a'] },
  ]);
});
