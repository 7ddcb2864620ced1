import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadOutcome, LoadStats } from '@onsale/api-client';
import { explainOutcome, showThreshold, toneOf } from './verdict-words.ts';

const stats = (outcome: LoadOutcome, soldOut = 0) =>
  ({
    state: 'finished',
    verdict: { outcome, passed: outcome === 'passed', checks: [] },
    orders: { soldOut },
  }) as unknown as LoadStats;

test('only what has passed looks good, and nothing sold looks bad', () => {
  const tones = (['passed', 'failed', 'nothing-sold', 'unmeasured'] as const).map(toneOf);
  assert.deepEqual(tones, ['good', 'bad', 'bad', 'plain']);
});

test('a run that sold nothing says whether everything was sold out, and what to do', () => {
  assert.match(explainOutcome(stats('nothing-sold', 4497)) ?? '', /4,497 .*“sold out”.* Reset/);
  assert.match(explainOutcome(stats('nothing-sold')) ?? '', /none was accepted/);
  assert.equal(explainOutcome(stats('passed')), undefined);
});

test('limits are shown in their units, and what never settled as never', () => {
  assert.equal(showThreshold('minAcceptedShare', 0.5), '50%');
  assert.equal(showThreshold('lost', 3), '3');
  assert.equal(showThreshold('p99Ms', 9.123), '9.12');
  assert.equal(showThreshold('clickToSettledP99Ms', 3_600_000), 'never');
});
