import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startGenerator } from './start-generator.ts';
import { startShopProcess } from './stand-in-shop.ts';

// The classic lie of load tools: while the server stands still they stand still too, and the second
// in which everybody waited counts as one slow request. Here 2,000 people clicked in it.
it('a server that stands still for a second shows in the p99, and nothing was left out', async (t) => {
  const shop = await startShopProcess();
  t.after(() => shop.stop());
  const generator = startGenerator(shop.url);
  t.after(() => generator.close());

  await generator.call('POST', '/start', { rps: 2000, durationS: 5, followMaxPerS: 0 });
  await generator.until(({ elapsedS }) => elapsedS >= 1.5);
  shop.signal('SIGSTOP');
  await delay(1000);
  shop.signal('SIGCONT');
  const report = await generator.finished();

  assert.equal(report.sent, 10_000);
  assert.ok(Math.abs(report.averageRps - 2000) <= 20, `${report.averageRps} a second`);
  assert.equal(report.success, 10_000);
  // 100 of the 10,000 came in the first 50 ms of the second: they waited longer than 950 ms.
  const { p99 } = report.latency.run;
  assert.ok(p99 !== null && p99 > 900 && p99 < 1200, `p99 is ${p99} ms`);
  const { p50 } = report.latency.run;
  assert.ok(p50 !== null && p50 < 100, `p50 is ${p50} ms`);
});
