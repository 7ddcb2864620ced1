import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionOfRate, rateAtPosition, SLIDER_STEPS } from './rate-scale.ts';

test('reaches from one to twenty thousand and never falls', () => {
  assert.equal(rateAtPosition(0), 1);
  assert.equal(rateAtPosition(SLIDER_STEPS), 20_000);
  for (let i = 1; i <= SLIDER_STEPS; i++) {
    assert.ok(rateAtPosition(i) >= rateAtPosition(i - 1), `at ${i}`);
  }
});

test('a rate stands where the slider says that rate', () => {
  for (const rate of [10, 100, 250, 1000, 5000, 20_000]) {
    const near = rateAtPosition(positionOfRate(rate));
    assert.ok(Math.abs(near - rate) / rate < 0.02, `${rate} stands at ${near}`);
  }
});

test('what is outside stands at the ends', () => {
  assert.equal(positionOfRate(0), 0);
  assert.equal(positionOfRate(Number.NaN), 0);
  assert.equal(positionOfRate(1_000_000), SLIDER_STEPS);
});
