import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCountdown } from './countdown.ts';

test('a countdown reads as a clock does', () => {
  const shown = [0, 9, 60, 545, 3599, 3600, 36_065].map(formatCountdown);
  assert.deepEqual(shown, ['0:00', '0:09', '1:00', '9:05', '59:59', '1:00:00', '10:01:05']);
});
