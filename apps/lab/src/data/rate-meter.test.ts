import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateMeter } from './rate-meter.ts';

test('says nothing for the first total and the growth a second from then on', () => {
  const meter = new RateMeter();
  assert.deepEqual(meter.add(10, { placed: 1000 }), { placed: null });
  assert.deepEqual(meter.add(11, { placed: 1200 }), { placed: 200 });
  assert.deepEqual(meter.add(13, { placed: 1300 }), { placed: 50 });
});

test('looks back over about a second when totals come more often', () => {
  const meter = new RateMeter();
  meter.add(0, { sent: 0 });
  assert.deepEqual(meter.add(0.5, { sent: 100 }), { sent: 200 });
  assert.deepEqual(meter.add(1, { sent: 100 }), { sent: 100 });
  assert.deepEqual(meter.add(1.5, { sent: 150 }), { sent: 50 });
});

test('starts anew when a total is set back or the clock is', () => {
  const meter = new RateMeter();
  meter.add(0, { sent: 500 });
  meter.add(1, { sent: 900 });
  assert.deepEqual(meter.add(2, { sent: 10 }), { sent: null });
  assert.deepEqual(meter.add(3, { sent: 30 }), { sent: 20 });
  assert.deepEqual(meter.add(1, { sent: 40 }), { sent: null });
});
