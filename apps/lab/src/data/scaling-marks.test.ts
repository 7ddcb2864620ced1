import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksBetween, marksWithin } from './scaling-marks.ts';

const service = (name: string, living: number, reason: string | null = null) => ({
  service: name,
  living,
  reason,
});

test('a mark says which service grew or shrank, and why', () => {
  const before = [service('gateway', 1), service('order-worker', 2)];
  const after = [service('gateway', 2, 'cpu 83 % of 60 % → 2 wanted'), service('order-worker', 1)];
  assert.deepEqual(marksBetween(before, after, 7), [
    { timeS: 7, service: 'gateway', from: 1, to: 2, reason: 'cpu 83 % of 60 % → 2 wanted' },
    { timeS: 7, service: 'order-worker', from: 2, to: 1, reason: null },
  ]);
});

test('a service that comes or goes as a whole is a mark too', () => {
  const [gateway, audit] = [service('gateway', 1), service('audit', 1)];
  assert.partialDeepStrictEqual(marksBetween([gateway], [gateway, audit], 1), [{ from: 0, to: 1 }]);
  assert.partialDeepStrictEqual(marksBetween([gateway, audit], [gateway], 1), [{ from: 1, to: 0 }]);
});

test('what the first message says has not happened then', () => {
  assert.deepEqual(marksBetween(undefined, [service('gateway', 3)], 1), []);
});

test('only the marks of a span of time are shown', () => {
  const marks = [1, 5, 9].flatMap((timeS) => marksBetween([], [service('gateway', 1)], timeS));
  assert.deepEqual(
    marksWithin(marks, { fromS: 4, toS: 9 }).map(({ timeS }) => timeS),
    [5, 9],
  );
});
