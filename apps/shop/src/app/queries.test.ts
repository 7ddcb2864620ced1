import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paymentPauseMs } from './queries.ts';

test('a payment is asked for soon at first, and less often the longer nothing changes', () => {
  const pauses = [0, 2000, 10_000, 40_000, 3_600_000].map((quietMs) =>
    paymentPauseMs({ isFinal: false, state: 'open' }, quietMs),
  );
  assert.deepEqual(pauses, [1000, 1000, 2500, 10_000, 15_000]);
});

test('a payment that failed may still come; one that went back has ended', () => {
  assert.equal(paymentPauseMs({ isFinal: true, state: 'failed' }, 40_000), 10_000);
  assert.equal(paymentPauseMs({ isFinal: true, state: 'returned' }, 0), false);
});

test('who has paid is asked about for a minute, as they may have paid twice', () => {
  const paid = { isFinal: true, state: 'paid' } as const;
  const asks: number[] = [];
  for (let quietMs = 0; ;) {
    const pauseMs = paymentPauseMs(paid, quietMs);
    if (pauseMs === false) break;
    quietMs += pauseMs;
    asks.push(quietMs);
  }
  assert.deepEqual(asks, [2000, 4000, 8000, 16_000, 32_000, 64_000]);
  // Money that is on its way back is followed to its end.
  assert.equal(paymentPauseMs({ isFinal: false, state: 'paid' }, 70_000), 15_000);
});
