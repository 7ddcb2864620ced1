import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallPace, type Urgency } from '../../src/provider/call-pace.ts';

test('lists have their turn too, however many urgent calls there are', async () => {
  const pace = new CallPace(100);
  const ask = async (urgency: Urgency) => {
    await pace.turn(urgency);
    pace.answered();
  };
  for (let call = 0; call < 100; call++) await ask(0);
  const end = new AbortController();
  let calls = 0;
  const buyers = Array.from({ length: 20 }, async () => {
    while (!end.signal.aborted) {
      await ask(0);
      calls += 1;
    }
  });
  try {
    for (let list = 0; list < 3; list++) await ask(2);
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
  pace.refused(60_000);
  assert.ok(pace.load.waitMs > 50_000);
});

test('calls that are refused at once are one reason to pause and to ask less, not many', async () => {
  const pace = new CallPace(20);
  await Promise.all(Array.from({ length: 20 }, () => pace.turn(0)));
  for (let call = 0; call < 20; call++) pace.refused(undefined);
  const { mostPerSecond, waitMs } = pace.load;
  assert.equal(mostPerSecond, 14);
  assert.ok(waitMs > 0 && waitMs <= 1000, String(waitMs));
  // But a provider that says how long it wants to be left alone is believed.
  pace.refused(60_000);
  assert.ok(pace.load.waitMs > 50_000);
});

test('fewer calls are made when their answers do not keep up, and not fewer when there is none', async () => {
  const pace = new CallPace(10);
  // More than are made in three seconds: ten at once, and ten a second.
  await Promise.all(Array.from({ length: 35 }, () => pace.turn(0)));
  pace.unanswered();
  assert.equal(pace.load.mostPerSecond, 10);
  pace.answered();
  assert.equal(pace.load.mostPerSecond, 7);
});
