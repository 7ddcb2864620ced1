import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LoadSecond } from '@onsale/contracts';
import { Seconds } from '../src/seconds.ts';
import { Tally } from '../src/tally.ts';

const SECOND: LoadSecond = {
  fromS: 0,
  spanS: 1,
  targetRps: 5,
  sentRps: 5,
  accepted: 4,
  soldOut: 1,
  success: 5,
  failure: 1,
  dropped: 0,
  inFlight: 3,
  p50: 1,
  p90: 1,
  p95: 1,
  p99: 2,
  p999: 2,
  max: 3,
};

it('a day of seconds is kept in at most 1,200 points that still add up', () => {
  const seconds = new Seconds();
  for (let i = 0; i < 86_400; i++) {
    seconds.push({ ...SECOND, fromS: i, max: i === 40_000 ? 999 : 3 });
  }
  const points = seconds.all();
  assert.ok(points.length <= 1200, `${points.length} points`);
  assert.equal(sum(points.map((point) => point.success)), 5 * 86_400);
  assert.equal(sum(points.map((point) => point.spanS)), 86_400);
  assert.equal(Math.max(...points.map((point) => point.max ?? 0)), 999, 'a peak does not vanish');
});

it('what is kept of a hundred thousand failures is as much as of a hundred', () => {
  const tally = new Tally();
  for (let i = 0; i < 100_000; i++) {
    tally.failed('orders', `kind ${i}`);
    tally.unexpected('orders', `${500 + i}`, { status: 500, body: 'x'.repeat(10_000) });
    tally.latency.record(i);
  }
  assert.equal(tally.failure, 200_000);
  assert.ok(Object.keys(tally.errors).length <= 41);
  assert.equal(sum(Object.values(tally.errors)), 100_000);
  assert.equal(tally.lastErrors.length, 10);
  assert.ok(tally.lastErrors.every(({ body }) => body.length <= 500));
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
