import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateOf } from './estimate.ts';

test('an estimate is rounded up, coarser the longer it is', () => {
  const shown = [1, 3, 4, 12, 30, 31, 61, 90, 91, 600, 601].map((seconds) => {
    const { unit, count } = estimateOf(seconds);
    return `${count} ${unit}`;
  });
  assert.deepEqual(shown, [
    ...['0 soon', '0 soon', '5 seconds', '15 seconds', '30 seconds', '40 seconds', '70 seconds'],
    ...['90 seconds', '2 minutes', '10 minutes', '11 minutes'],
  ]);
});
