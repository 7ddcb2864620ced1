import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconnectDelayMs } from '../../src/shop/reconnect-delay.ts';

test('buyers who have lost a gateway come back one by one', () => {
  assert.equal(
    reconnectDelayMs(() => 0),
    2500,
  );
  assert.equal(
    reconnectDelayMs(() => 1),
    7500,
  );
  const delays = new Set(Array.from({ length: 100 }, () => Math.round(reconnectDelayMs())));
  assert.ok(delays.size > 50, `only ${delays.size} of 100 differ`);
});
