import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationOf, highestRateOf, planOf, requestsOf } from '../src/load-plan.ts';

const plan = (profile: Parameters<typeof planOf>[0]['profile'], rps = 200, durationS = 60) =>
  planOf({ profile, rps, durationS, stages: [] });

test('every profile has its configured length and reaches its rate', () => {
  for (const profile of ['constant', 'ramp', 'spike', 'steps'] as const) {
    assert.ok(Math.abs(durationOf(plan(profile)) - 60) < 1e-9, profile);
    assert.equal(highestRateOf(plan(profile)), 200, profile);
  }
});

test('requestsOf integrates the rate over time', () => {
  assert.equal(requestsOf(plan('constant')), 12_000);
  assert.equal(requestsOf(plan('ramp')), 6000);
});
