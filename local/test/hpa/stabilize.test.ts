import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stabilize } from '../../src/hpa/stabilize.ts';

const CASES: {
  name: string;
  current: number;
  recommended: number;
  past: [secondsAgo: number, replicas: number][];
  up?: number;
  down?: number;
  wanted: number;
}[] = [
  { name: 'up at once without a window', current: 2, recommended: 8, past: [[15, 2]], wanted: 8 },
  { name: 'down at once without a window', current: 8, recommended: 2, past: [[15, 8]], wanted: 2 },
  {
    name: 'down to the most of the window',
    current: 8,
    recommended: 2,
    past: [
      [15, 3],
      [240, 5],
    ],
    down: 300,
    wanted: 5,
  },
  {
    name: 'not down while the window saw more',
    current: 8,
    recommended: 2,
    past: [[299, 9]],
    down: 300,
    wanted: 8,
  },
  {
    name: 'down when the crowd is out of the window',
    current: 8,
    recommended: 2,
    past: [[300, 9]],
    down: 300,
    wanted: 2,
  },
  {
    name: 'up to the least of the window',
    current: 2,
    recommended: 9,
    past: [
      [15, 4],
      [45, 6],
    ],
    up: 60,
    wanted: 4,
  },
  {
    name: 'not up while the window saw less',
    current: 4,
    recommended: 9,
    past: [[15, 2]],
    up: 60,
    wanted: 4,
  },
  {
    name: 'stays between two windows',
    current: 5,
    recommended: 5,
    past: [
      [10, 2],
      [20, 9],
    ],
    up: 60,
    down: 60,
    wanted: 5,
  },
];

for (const { name, current, recommended, past, up = 0, down = 0, wanted } of CASES) {
  test(name, () => {
    const nowMs = 1_000_000;
    const result = stabilize({
      current,
      recommended,
      nowMs,
      past: past.map(([secondsAgo, replicas]) => ({ atMs: nowMs - secondsAgo * 1000, replicas })),
      upWindowMs: up * 1000,
      downWindowMs: down * 1000,
    });
    assert.equal(result, wanted);
  });
}
