import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRuns, overlay } from './compare-runs.ts';
import { second } from './load-second.ts';

const times = (p99: number | null) => ({
  count: 1,
  p50: 1,
  p90: 2,
  p95: 3,
  p99,
  p999: 5,
  max: 6,
});
const run = (part: {
  p99?: number | null;
  averageRps?: number;
  failure?: number;
  sent?: number;
}) => ({
  averageRps: part.averageRps ?? 100,
  elapsedS: 60,
  due: 6000,
  sent: part.sent ?? 6000,
  failure: part.failure ?? 0,
  dropped: 0,
  latency: { run: times(part.p99 ?? null), second: times(null) },
  orders: {
    accepted: 6000,
    soldOut: 0,
    followed: 0,
    followedShare: 0,
    confirmed: 0,
    held: 0,
    rejected: 0,
    pending: 0,
    lost: 0,
    duplicatesChecked: 0,
    duplicated: 0,
    clickToSettled: times(null),
  },
});

const differenceOf = (measure: string, a: ReturnType<typeof run>, b: ReturnType<typeof run>) =>
  compareRuns(a, b).find((difference) => difference.measure === measure);

test('less latency and more throughput are better', () => {
  const [a, b] = [run({ p99: 10, averageRps: 100 }), run({ p99: 15, averageRps: 150 })];
  assert.partialDeepStrictEqual(differenceOf('p99', a, b), { change: 0.5, better: 'a' });
  assert.partialDeepStrictEqual(differenceOf('averageRps', a, b), { change: 0.5, better: 'b' });
});

test('what was not measured is not compared', () => {
  const difference = differenceOf('p99', run({ p99: null }), run({ p99: 15 }));
  assert.partialDeepStrictEqual(difference, { a: null, b: 15, change: null, better: null });
});

test('shares are of what was sent, and nothing sent is no share', () => {
  const difference = differenceOf('failureShare', run({ failure: 60 }), run({ sent: 0 }));
  assert.partialDeepStrictEqual(difference, { a: 0.01, b: null, better: null });
});

test('a change from nothing is new, not a number of percent', () => {
  const difference = differenceOf('failureShare', run({}), run({ failure: 60 }));
  assert.partialDeepStrictEqual(difference, { a: 0, b: 0.01, change: 'new', better: 'a' });
});

test('neither is better where both are equal, and nothing has changed', () => {
  const difference = differenceOf('lost', run({}), run({}));
  assert.partialDeepStrictEqual(difference, { a: 0, b: 0, change: null, better: null });
});

test('two runs are laid over each other by the seconds since each began', () => {
  const a = [second({ fromS: 0, p99: 1 }), second({ fromS: 1.004, p99: null })];
  const b = [second({ fromS: 0.002, spanS: 2, p99: 7 }), second({ fromS: 2, p99: 8 })];
  assert.deepEqual(
    overlay(a, b, ({ p99 }) => p99),
    { times: [1, 2, 3], a: [1, null, undefined], b: [undefined, 7, 8] },
  );
});
