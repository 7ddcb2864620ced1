import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartWindow } from './chart-window.ts';

test('a span of time ends now', () => {
  assert.deepEqual(chartWindow(600, undefined, 1000), {
    fromS: 400,
    toS: 1000,
    originS: undefined,
  });
});

test('a run is shown from its start, and grows with it', () => {
  const run = { startS: 1000, endS: undefined };
  assert.deepEqual(chartWindow('run', run, 1003), { fromS: 1000, toS: 1020, originS: 1000 });
  assert.deepEqual(chartWindow('run', run, 1060), { fromS: 1000, toS: 1060, originS: 1000 });
});

test('a run that has ended stands still soon after', () => {
  const run = { startS: 1000, endS: 1060 };
  assert.equal(chartWindow('run', run, 1062).toS, 1062);
  assert.equal(chartWindow('run', run, 5000).toS, 1065);
});

test('without a run the last minute is shown', () => {
  assert.partialDeepStrictEqual(chartWindow('run', undefined, 1000), { fromS: 940, toS: 1000 });
});
