import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMark, marksWithin, type ScalingMark } from './scaling-marks.ts';

const mark = (part: Partial<ScalingMark>): ScalingMark => ({
  timeS: 0,
  service: 'gateway',
  from: 1,
  to: 2,
  came: 1,
  went: 0,
  reason: null,
  ...part,
});

test('a mark says how many there are, or that some were replaced', () => {
  assert.equal(describeMark(mark({})), 'gateway 1 → 2');
  assert.equal(describeMark(mark({ to: 1, went: 1 })), 'gateway: 1 replaced');
  assert.equal(describeMark(mark({ from: 3, to: 2, came: 1, went: 2 })), 'gateway 3 → 2');
});

test('only the marks of a span of time are shown', () => {
  const marks = [1, 5, 9].map((timeS) => mark({ timeS }));
  assert.deepEqual(
    marksWithin(marks, { fromS: 4, toS: 9 }).map(({ timeS }) => timeS),
    [5, 9],
  );
});
