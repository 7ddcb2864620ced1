import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TimeHistogram } from '../src/histogram.ts';
import { mergeReports } from '../src/merge-reports.ts';
import { startGenerator } from './start-generator.ts';
import { startShop } from './stand-in-shop.ts';

it('histograms that are merged say what one histogram of all values says', () => {
  const [all, left, right, merged] = Array.from({ length: 4 }, () => new TimeHistogram());
  for (let i = 0; i < 20_000; i++) {
    const value = Math.exp(Math.random() * 9);
    all?.record(value);
    (i % 3 === 0 ? left : right)?.record(value);
  }
  merged?.addExported(left?.export() ?? '');
  merged?.addExported(right?.export() ?? '');
  assert.deepEqual(merged?.percentiles(), all?.percentiles());
});

it('two generators share a load, and their merged report is that of the whole', async (t) => {
  const shop = await startShop();
  const generators = [startGenerator(shop.url), startGenerator(shop.url)];
  t.after(async () => {
    await Promise.all(generators.map((generator) => generator.close()));
    await shop.close();
  });
  const parts = await Promise.all(
    generators.map(async (generator, index) => {
      // Just below the rate up to which a generator follows all of its orders.
      await generator.call('POST', '/start', { rps: 199, durationS: 1, part: { index, of: 2 } });
      return await generator.finished();
    }),
  );
  assert.deepEqual(
    parts.map((part) => part.sent),
    [100, 99],
  );
  const report = mergeReports(parts);
  assert.equal(report.sent, 199);
  assert.equal(report.targetRps, 199);
  assert.equal(report.latency.run.count, 199);
  assert.equal(report.orders.confirmed, 199);
  assert.equal(report.verdict.passed, true);
  const emails = shop.orders.map(({ body }) => body.match(/"email":"([^"]*)"/)?.[1]);
  assert.equal(new Set(emails).size, 199, 'no buyer comes in both parts');
});
