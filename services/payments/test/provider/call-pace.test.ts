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
