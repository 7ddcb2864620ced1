import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paymentPauseMs } from './queries.ts';

test('a payment is asked for soon at first, and less often the longer nothing changes', () => {
  const pauses = [0, 2000, 10_000, 40_000, 3_600_000].map(paymentPauseMs);
  assert.deepEqual(pauses, [1000, 1000, 2500, 10_000, 15_000]);
});
