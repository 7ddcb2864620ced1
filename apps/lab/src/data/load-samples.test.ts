import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadStats } from '@onsale/contracts';
import { LoadSampler, rowsOfReport } from './load-samples.ts';
import { second } from './load-second.ts';

const times = { count: 1, p50: 1, p90: 2, p95: 3, p99: 4, p999: 5, max: 6 };
const stats = (part: Partial<LoadStats>): LoadStats =>
  ({
    state: 'running',
    runId: 'one',
    elapsedS: 1,
    targetRps: 100,
    achievedRps: 99,
    success: 0,
    failure: 0,
    dropped: 0,
    inFlight: 3,
    latency: { run: times, second: times },
    ...part,
  }) as LoadStats;

test('turns totals into rates while a run goes', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({ elapsedS: 1, success: 100 }), 10);
  const row = sampler.sample(stats({ elapsedS: 2, success: 190, failure: 10 }), 11);
  assert.partialDeepStrictEqual(row, {
    target: 100,
    achieved: 99,
    success: 90,
    failure: 10,
    p99: 4,
  });
});

test('a message that says the same again gives no row', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({}), 10);
  assert.equal(sampler.sample(stats({}), 10.5), undefined);
});

test('the end of a run is a gap, and an idle generator gives nothing', () => {
  const sampler = new LoadSampler();
  assert.equal(sampler.sample(stats({ state: 'idle' }), 9), undefined);
  sampler.sample(stats({}), 10);
  assert.partialDeepStrictEqual(sampler.sample(stats({ state: 'finished' }), 11), {
    target: null,
    p99: null,
  });
  assert.equal(sampler.sample(stats({ state: 'finished' }), 12), undefined);
});

test('nothing is sent any more while orders settle', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({}), 10);
  const row = sampler.sample(stats({ state: 'settling', targetRps: 70 }), 11);
  assert.partialDeepStrictEqual(row, { target: 0, achieved: 0 });
});

test('the next run does not count on with the totals of the one before', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({ success: 5 }), 10);
  const row = sampler.sample(stats({ runId: 'two', success: 500 }), 11);
  assert.partialDeepStrictEqual(row, { success: null });
});

test('the rows of a report stand at the end of their seconds, as rates', () => {
  const rows = rowsOfReport({ seconds: [second({ fromS: 4, spanS: 2, success: 300 })] }, 1000);
  assert.partialDeepStrictEqual(rows, [{ time: 1006, row: { success: 150, target: 100 } }]);
});

test('a page that comes in the middle of a run begins with the second message', () => {
  const sampler = new LoadSampler();
  assert.equal(sampler.sample(stats({ elapsedS: 30, success: 3000 }), 10), undefined);
  const row = sampler.sample(stats({ elapsedS: 31, success: 3100 }), 11);
  assert.partialDeepStrictEqual(row, { success: 100 });
});
