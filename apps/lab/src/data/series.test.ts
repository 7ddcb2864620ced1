import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Series } from './series.ts';

const rows = (series: Series, count: number) => {
  for (let i = 0; i < count; i++) series.push(i, { rate: i, slowest: i % 10 });
};
const open = (capacity: number) =>
  new Series({ capacity, joins: { rate: 'mean', slowest: 'max' } });

test('keeps the last rows when the ring is full', () => {
  const series = open(4);
  rows(series, 10);
  assert.equal(series.length, 4);
  assert.equal(series.firstTime, 6);
  assert.equal(series.lastTime, 9);
  assert.deepEqual(series.draw(0, 100, 100), {
    times: [6, 7, 8, 9],
    values: { rate: [6, 7, 8, 9], slowest: [6, 7, 8, 9] },
  });
});

test('draws only the rows of the window, both ends included', () => {
  const series = open(100);
  rows(series, 50);
  assert.deepEqual(series.draw(10, 12, 100).times, [10, 11, 12]);
  assert.deepEqual(series.draw(200, 300, 100).times, []);
});

test('joins rows by mean or by the highest when there are too many to draw', () => {
  const series = open(100);
  rows(series, 20);
  const { times, values } = series.draw(0, 19, 5);
  assert.deepEqual(times, [0, 4, 8, 12, 16]);
  assert.deepEqual(values['rate'], [1.5, 5.5, 9.5, 13.5, 17.5]);
  assert.deepEqual(values['slowest'], [3, 7, 9, 5, 9]);
});

test('a joined point stays what it is while the window moves on', () => {
  const series = open(10_000);
  rows(series, 4000);
  const before = series.draw(0, 3000, 100);
  const after = series.draw(64, 3064, 100);
  const point = (drawn: typeof before, time: number) =>
    drawn.values['rate']?.[drawn.times.indexOf(time)];
  assert.ok(before.times.includes(128) && after.times.includes(128));
  assert.equal(point(before, 128), point(after, 128));
});

test('never draws more points than it is asked for, and one more at most', () => {
  const series = open(7200);
  rows(series, 20_000);
  const { times } = series.draw(0, 20_000, 1200);
  assert.ok(times.length <= 1201, `${times.length} points`);
  assert.ok(times.length > 600);
});

test('leaves a gap where a value is missing', () => {
  const series = open(10);
  series.push(1, { rate: 1, slowest: null });
  series.push(2, { rate: undefined });
  series.push(3, { rate: 3, slowest: 3 });
  assert.deepEqual(series.draw(0, 5, 10).values, {
    rate: [1, null, 3],
    slowest: [null, null, 3],
  });
});

test('a name that comes later has nothing before', () => {
  const series = new Series({ capacity: 10, joins: {} });
  series.push(1, { gateway: 1 });
  series.push(2, { gateway: 1, worker: 2 });
  assert.deepEqual(series.draw(0, 5, 10).values, { gateway: [1, 1], worker: [null, 2] });
});

test('rows that are put before the first do not double those that are there', () => {
  const series = open(10);
  series.push(5, { rate: 5, slowest: 5 });
  series.push(6, { rate: 6, slowest: null });
  const earlier = [3, 4, 5].map((time) => ({ time, row: { rate: time * 10 } }));
  series.pushBefore(earlier);
  const { times, values } = series.draw(0, 10, 10);
  assert.deepEqual(times, [3, 4, 5, 6]);
  assert.deepEqual(values['rate'], [30, 40, 5, 6]);
  assert.deepEqual(values['slowest'], [null, null, 5, null]);
});

test('a row that is not later than the last is left out', () => {
  const series = open(10);
  series.push(5, { rate: 5 });
  series.push(5, { rate: 6 });
  series.push(4, { rate: 7 });
  assert.deepEqual(series.draw(0, 10, 10).times, [5]);
});
