import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NOTHING,
  showAge,
  showChange,
  showClock,
  showMs,
  showRate,
  showShare,
} from './quantities.ts';

test('what was not measured is a dash', () => {
  assert.equal(showRate(null), NOTHING);
  assert.equal(showMs(undefined), NOTHING);
  assert.equal(showShare(Number.NaN), NOTHING);
});

test('shows no more digits than anybody reads', () => {
  assert.deepEqual([1.23456, 45.678, 1234.5].map(showMs), ['1.23', '45.7', '1,235']);
  assert.deepEqual([1.26, 1234.4].map(showRate), ['1.3', '1,234']);
  assert.deepEqual([0.012345, 1].map(showShare), ['1.23%', '100%']);
  assert.deepEqual([0.5, -0.255, 0].map(showChange), ['+50%', '-25.5%', '0%']);
  assert.equal(showChange(15_386.33), '× 15,387');
});

test('shows times as clocks and ages in two units', () => {
  assert.deepEqual([0, 59.6, 61, 3600].map(showClock), ['0:00', '1:00', '1:01', '1:00:00']);
  assert.deepEqual([5.9, 65, 3700, 90_000].map(showAge), ['5 s', '1 m 5 s', '1 h 1 m', '1 d 1 h']);
});
