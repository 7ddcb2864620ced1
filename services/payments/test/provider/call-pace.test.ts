import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallPace } from '../../src/provider/call-pace.ts';

test('lists have their turn too, however many urgent calls there are', async () => {
  const pace = new CallPace(100);
  for (let call = 0; call < 100; call++) await pace.turn(0);
  const end = new AbortController();
  let calls = 0;
  const buyers = Array.from({ length: 20 }, async () => {
    while (!end.signal.aborted) {
      await pace.turn(0);
      calls += 1;
    }
  });
  try {
    for (let list = 0; list < 3; list++) await pace.turn(2);
  } finally {
    end.abort();
  }
  await Promise.all(buyers);
  // Far fewer than the urgent ones.
  assert.ok(calls >= 3 * 7, String(calls));
});

test('what waits for its turn is told, while calls are left and after them', async () => {
  const pace = new CallPace(10);
  assert.deepEqual(pace.load, { mostPerSecond: 10, waitMs: 0 });
  const calls = Array.from({ length: 15 }, () => pace.turn(0));
  assert.deepEqual(pace.load, { mostPerSecond: 10, waitMs: 500 });
  await Promise.all(calls);
  assert.equal(pace.load.waitMs, 0);
  pace.pause(60_000);
  assert.ok(pace.load.waitMs > 50_000);
});
