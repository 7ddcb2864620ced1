import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineHistory } from '../../src/place-in-line/line-history.ts';

const START = 3_700_000_000_000;

/** A line seen every half second: how many were placed in all, and how many of them wait. */
function seen(...lengths: [placed: number, waiting: number][]) {
  const line = new LineHistory();
  for (const [i, [placed, waiting]] of lengths.entries()) {
    line.add({ atMs: START + i * 500, placed, waiting });
  }
  const nowMs = START + (lengths.length - 1) * 500;
  /** The place of an order that was placed so many ms after the start. */
  const placeOf = (afterMs: number) => line.placeOf(START + afterMs, nowMs);
  return { line, nowMs, placeOf };
}

test('an order has those ahead that were placed before it and are not settled', () => {
  // 1000 come in each of two half seconds, and then 100 are settled in each.
  const { placeOf } = seen([0, 0], [1000, 1000], [2000, 1900], [2000, 1800], [2000, 1700]);
  assert.deepEqual(placeOf(1000), { ahead: 1700, estimateS: 9 });
  assert.deepEqual(placeOf(250), { ahead: 1200, estimateS: 6 });
  // Those that came in the same half second may all have been before it.
  assert.deepEqual(placeOf(0), { ahead: 700, estimateS: 4 });
  // Those before it are settled: it is next.
  assert.deepEqual(placeOf(-500), { ahead: 0, estimateS: 1 });
});

test('the time until an order is settled is not known while nothing is settled', () => {
  const stopped = seen([0, 0], [50, 50], [50, 50], [50, 50]);
  assert.deepEqual(stopped.placeOf(500), { ahead: 49, estimateS: null });
  const first = seen([50, 50]);
  assert.deepEqual(first.placeOf(0), { ahead: 49, estimateS: null });
});

test('the pace is that of the last five seconds', () => {
  const { line, nowMs } = seen(
    ...Array.from({ length: 11 }, (_, i): [number, number] => [1000, 1000 - i * 10]),
  );
  const at = (ms: number) => line.placeOf(nowMs, nowMs + ms)?.estimateS;
  assert.equal(at(0), 45);
  // Then the workers stop: after five seconds nothing is known.
  for (let i = 1; i <= 10; i++) line.add({ atMs: nowMs + i * 500, placed: 1000, waiting: 900 });
  assert.equal(at(5000), null);
});

test('time in which nobody waited says nothing about the pace', () => {
  const idle = Array.from({ length: 8 }, (): [number, number] => [0, 0]);
  const { placeOf } = seen(...idle, [400, 400], [400, 300], [400, 200]);
  // 200 in the last second, in which there was somebody to settle.
  assert.deepEqual(placeOf(4000), { ahead: 200, estimateS: 1 });
});

test('nothing is known of a line that was not seen for three seconds, nor of an order that it has passed', () => {
  const { line, placeOf, nowMs } = seen([10, 10], [10, 5], [10, 2], [10, 1]);
  assert.equal(line.placeOf(START, nowMs + 3001), undefined);
  assert.equal(new LineHistory().placeOf(START, START), undefined);
  assert.deepEqual(placeOf(-20_000), { ahead: 0, estimateS: null });
});

test('an order that came after the last look is behind those that came with it', () => {
  const { placeOf } = seen([0, 0], [500, 500], [1000, 1000]);
  assert.equal(placeOf(1000)?.ahead, 1000);
  assert.equal(placeOf(1200)?.ahead, 1200);
  // With nobody in line at the last look, nothing is known of who has come since.
  assert.equal(seen([0, 0], [5, 0], [9, 0]).placeOf(1200), undefined);
});

test('a gateway that starts beside a long line takes it to have grown evenly', () => {
  const line = new LineHistory();
  line.begin({ atMs: START, placed: 5000, waiting: 1000 }, START - 10_000);
  assert.equal(line.placeOf(START - 5500, START)?.ahead, 500);
  assert.equal(line.placeOf(START - 10_500, START)?.ahead, 0);
  assert.equal(line.placeOf(START, START)?.ahead, 1000);
});

test('a line of hours is remembered roughly, and forgotten when it is counted anew', () => {
  const line = new LineHistory();
  const at = (i: number) => START + i * 500;
  for (let i = 0; i <= 10_000; i++) line.add({ atMs: at(i), placed: i, waiting: i });
  assert.equal(line.placeOf(at(5000), at(10_000))?.ahead, 5000);
  line.add({ atMs: at(10_001), placed: 7, waiting: 3 });
  assert.equal(line.placeOf(at(10_001), at(10_001))?.ahead, 2);
});

test('a place never has more digits than are known', () => {
  const { placeOf } = seen([0, 0], [12_345, 12_345], [12_345, 12_340], [12_345, 12_333]);
  assert.deepEqual(placeOf(500), { ahead: 12_000, estimateS: 1100 });
});
