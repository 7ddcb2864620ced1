import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TimeHistogram } from '../src/histogram.ts';
import { startGenerator } from './start-generator.ts';
import { startShopProcess } from './stand-in-shop.ts';

const RPS = 1000;
const DUE = 5000;
/** So many more are told as sent while the server stands still; half of them may be older news. */
const TOLD = 1000;

// The classic lie of load tools: while the server stands still they stand still too, and the time in
// which everybody waited counts as one slow request.
it('goes on while a server stands still, and each click counts the time that it waited', async (t) => {
  const shop = await startShopProcess();
  t.after(() => shop.stop());
  const generator = startGenerator(shop.url);
  t.after(() => generator.close());

  const load = { rps: RPS, durationS: DUE / RPS, followMaxPerS: 0, timeoutMs: 60_000 };
  await generator.call('POST', '/start', load);
  await generator.until(({ sent }) => sent > 0);
  shop.signal('SIGSTOP');
  const stoppedMs = performance.now();
  const { sent } = generator.stats();
  await generator.until((stats) => stats.sent >= sent + TOLD);
  const stoodStillMs = performance.now() - stoppedMs;
  shop.signal('SIGCONT');
  const report = await generator.finished();

  assert.equal(report.sent, DUE);
  assert.equal(report.success, DUE);
  const latency = new TimeHistogram();
  latency.addExported(report.histograms.latency);
  assert.equal(latency.count, DUE, 'none is left out');
  // Who clicked in the first half waited at least for the second half, however fast this machine is.
  const clicks = Math.min(TOLD / 4, Math.floor((stoodStillMs / 2 / 1000) * RPS)) - 1;
  const [shortest = 0] = latency.at([100 * (1 - clicks / DUE)]);
  assert.ok(shortest >= stoodStillMs / 2 - 1, `${shortest} ms of ${stoodStillMs} ms`);
});
