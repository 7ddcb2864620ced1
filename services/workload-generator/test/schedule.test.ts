import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rateAt, requestsOf, type Segment } from '@onsale/contracts/load-plan';
import { TEST_SEED } from '@onsale/testing';
import * as fc from 'fast-check';
import { Schedule } from '../src/schedule.ts';

const WHOLE = { index: 0, of: 1 };

function allDue(options: ConstructorParameters<typeof Schedule>[0]): number[] {
  const schedule = new Schedule(options);
  const due: number[] = [];
  for (let dueS = schedule.next(); dueS !== Infinity; dueS = schedule.next()) due.push(dueS);
  return due;
}

it('a constant rate gives equal gaps and the exact number of requests', () => {
  const segments = [{ durationS: 10, fromRps: 1000, toRps: 1000 }];
  const due = allDue({ segments, arrivals: 'constant', part: WHOLE });
  assert.equal(due.length, 10_000);
  for (const [i, dueS] of due.entries()) assert.ok(Math.abs(dueS - (i + 0.5) / 1000) < 1e-6);
});

it('any plan gives as many requests as the area under its rates, in order, within its time', () => {
  const segment = fc.record({
    durationS: fc.double({ min: 0.1, max: 5, noNaN: true }),
    fromRps: fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 300, noNaN: true })),
    toRps: fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 300, noNaN: true })),
  });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments: Segment[]) => {
      const due = allDue({ segments, arrivals: 'constant', part: WHOLE });
      const endS = segments.reduce((sum, { durationS }) => sum + durationS, 0);
      assert.ok(Math.abs(due.length - requestsOf(segments)) <= 1);
      assert.ok(due.every((dueS, i) => dueS >= (due[i - 1] ?? 0) && dueS <= endS + 1e-9));
    }),
    { numRuns: 200, seed: TEST_SEED },
  );
});

it('parts interleave to the same requests as the whole', () => {
  const segments = [
    { durationS: 3, fromRps: 0, toRps: 90 },
    { durationS: 2, fromRps: 90, toRps: 90 },
  ];
  const whole = allDue({ segments, arrivals: 'constant', part: WHOLE });
  const parts = [0, 1, 2].flatMap((index) =>
    allDue({ segments, arrivals: 'constant', part: { index, of: 3 } }),
  );
  parts.sort((a, b) => a - b);
  assert.equal(parts.length, whole.length);
  for (const [i, dueS] of whole.entries()) assert.ok(Math.abs(dueS - (parts[i] ?? 0)) < 1e-9);
});

it('Poisson gaps keep the rate and vary as much as they are long', () => {
  const segments = [{ durationS: 100, fromRps: 1000, toRps: 1000 }];
  const due = allDue({ segments, arrivals: 'poisson', part: WHOLE });
  // Six standard deviations: this fails once in a thousand million runs.
  assert.ok(Math.abs(due.length - 100_000) < 6 * Math.sqrt(100_000), `${due.length} requests`);
  const gaps = due.slice(1).map((dueS, i) => dueS - (due[i] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.05);
});

it('a schedule that starts in the middle of a plan asks for the rest only', () => {
  const segments = [
    { durationS: 2, fromRps: 100, toRps: 100 },
    { durationS: 2, fromRps: 10, toRps: 10 },
  ];
  const due = allDue({ segments, arrivals: 'constant', part: WHOLE, fromS: 3 });
  assert.equal(due.length, 10);
  assert.ok((due[0] ?? 0) > 3);
  assert.equal(rateAt(segments, 3), 10);
});
