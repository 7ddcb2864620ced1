import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadStats } from '@onsale/api-client';
import { LoadSampler, rowsOfReport } from './load-samples.ts';
import { second } from './load-second.ts';

const times = { count: 1, p50: 1, p90: 2, p95: 3, p99: 4, p999: 5, max: 6 };
const orders = (accepted: number, soldOut = 0) => ({ accepted, soldOut }) as LoadStats['orders'];
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
    orders: { accepted: 0, soldOut: 0 },
    ...part,
  }) as LoadStats;

test('turns totals into rates while a run goes', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({ elapsedS: 1, success: 100, orders: orders(80) }), 10);
  const row = sampler.sample(
    stats({ elapsedS: 2, success: 190, failure: 10, orders: orders(140, 20) }),
    11,
  );
  assert.partialDeepStrictEqual(row, {
    target: 100,
    achieved: 99,
    accepted: 60,
    soldOut: 20,
    other: 10,
    failure: 10,
    p99: 4,
  });
});

test('messages that come late and together do not make a peak', () => {
  const sampler = new LoadSampler();
  sampler.sample(stats({ elapsedS: 1, success: 100, orders: orders(100) }), 10);
  const row = sampler.sample(stats({ elapsedS: 3, success: 300, orders: orders(300) }), 10.1);
  assert.partialDeepStrictEqual(row, { accepted: 100 });
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
  sampler.sample(stats({ orders: orders(5) }), 10);
  const row = sampler.sample(stats({ runId: 'two', orders: orders(500) }), 11);
  assert.partialDeepStrictEqual(row, { accepted: null });
});

test('the rows of a report stand at the end of their seconds, as rates', () => {
  const of = second({ fromS: 4, spanS: 2, success: 300, accepted: 200, soldOut: 60 });
  const rows = rowsOfReport({ seconds: [of] }, 1000);
  assert.partialDeepStrictEqual(rows, [
    { time: 1006, row: { accepted: 100, soldOut: 30, other: 20, target: 100 } },
  ]);
});

test('a page that comes in the middle of a run begins with the second message', () => {
  const sampler = new LoadSampler();
  const first = stats({ elapsedS: 30, success: 3000, orders: orders(3000) });
  assert.equal(sampler.sample(first, 10), undefined);
  const row = sampler.sample(stats({ elapsedS: 31, success: 3100, orders: orders(3100) }), 11);
  assert.partialDeepStrictEqual(row, { accepted: 100 });
});
