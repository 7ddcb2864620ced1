import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { sweepJob } from '../../src/jobs/sweep.ts';
import { openPayments } from '../open-payments.ts';

const fresh = await openPayments();
const MINUTE_MS = 60_000;

test('what no message has told is found by the list alone, however old its page is', async () => {
  const { work, provider, hold } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  const { checkoutId } = provider.last;
  provider.change(checkoutId, { createdAtMs: Date.now() - 30 * MINUTE_MS });
  provider.pay(checkoutId);
  const found: string[] = [];
  const parts = { work, everyMs: MINUTE_MS, swept() {} };
  const job = sweepJob({ ...parts, found: (id) => found.push(id) });
  let markMs: number | undefined = Date.now() - 40 * MINUTE_MS;
  const sweep = async () => {
    const keep = async (mark?: number) => void (markMs = mark ?? markMs);
    await job.run({ markMs, nowMs: Date.now(), keep, signal: new AbortController().signal });
  };
  // A message that is on its way is not lost.
  await sweep();
  assert.deepEqual(found, []);
  await sweep();
  assert.deepEqual(found, [orderId]);
  await sweep();
  assert.ok(markMs > Date.now() - 15 * MINUTE_MS);
  assert.deepEqual(
    [found.length, provider.calls.filter((call) => call.startsWith('read'))],
    [1, []],
  );
});
