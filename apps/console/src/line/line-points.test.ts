import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveLine } from '@onsale/api-client';
import { fewer, linePoints } from './line-points.ts';

const COUNTS = { waiting: 7, turns: 2, joined: 9, admitted: 2, served: 0, left: 0 };
const KEPT = { at: '2087-06-18T10:00:00.000Z', ...COUNTS };

const NOW: LiveLine = {
  ...{ at: '2087-06-18T10:00:05.000Z', eventId: 'noon', name: 'Noon', isWorkedOn: true },
  settings: { isPaused: false, isClosed: false },
  told: {
    ...{ eventId: 'noon', name: 'Noon', status: 'open', serving: 4, lastNumber: 9 },
    ...{ lobby: 1, waiting: 4, turns: 3, before: [], left: [], remaining: 10, held: 0 },
    ...{ turnS: 300, pollS: 2, spreadS: 1 },
  },
  ...{ slowed: 1, away: 0, joined: 9, admitted: 3, served: 0, missed: 0, left: 0 },
};

test('a chart ends with what the stream tells, unless that is older', () => {
  const [first, now, ...others] = linePoints([KEPT], NOW);
  assert.deepEqual(first, { atMs: Date.parse(KEPT.at), ...COUNTS });
  assert.deepEqual(now, {
    ...{ atMs: Date.parse(NOW.at), waiting: 6, turns: 3 },
    ...{ joined: 9, admitted: 3, served: 0, left: 0 },
  });
  assert.equal(others.length, 0);
  assert.equal(linePoints([{ ...KEPT, at: NOW.at }], NOW).length, 1);
  assert.deepEqual(linePoints([], NOW), []);
});

test('of many points some are shown, the first and the last among them', () => {
  const points = Array.from({ length: 100 }, (_, atMs) => ({ atMs, ...COUNTS }));
  const shown = fewer(points, 12).map(({ atMs }) => atMs);
  assert.equal(shown.length, 12);
  assert.deepEqual([shown.at(0), shown.at(-1)], [0, 99]);
  assert.equal(fewer(points, 100).length, 100);
});
