import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateOf, peopleBefore } from '@onsale/api-client';
import { OPEN_LINE } from '@onsale/testing';

test('people before a number are told between the points of the line', () => {
  const line = {
    ...OPEN_LINE,
    ...{ lastNumber: 400, waiting: 200 },
    before: [
      { number: 100, people: 0 },
      { number: 200, people: 50 },
      { number: 300, people: 150 },
    ],
  };
  const numbers = [5, 100, 150, 200, 250, 300, 400, 401, 900];
  assert.deepEqual(
    numbers.map((number) => peopleBefore(line, number)),
    [0, 0, 25, 50, 100, 150, 200, 200, 200],
  );
  assert.equal(peopleBefore({ ...line, before: [] }, 150), 0);
});

test('an estimate is a span, and there is none when nobody is admitted', () => {
  const { perMinute: _, ...stopped } = OPEN_LINE;
  assert.equal(estimateOf(stopped, 10), undefined);
  const still = { ...OPEN_LINE, perMinute: { slow: 0, usual: 0, fast: 10 } };
  assert.equal(estimateOf(still, 10), undefined);
  const { soonMs, usualMs, lateMs } = estimateOf(OPEN_LINE, 99) ?? {};
  assert.deepEqual([soonMs, usualMs, lateMs], [30_000, 60_000, 120_000]);
});
