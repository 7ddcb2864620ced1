import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RehearsalPlan, RehearsalReport } from '@onsale/contracts';
import { type RehearsalSite, startRehearsalSite } from '@onsale/testing/site';
import { rehearse } from '../src/index.ts';

// A whole sale of a whole shop; times are not judged here, where much else goes on.

const PLAN: RehearsalPlan = {
  ...{ people: 200, tickets: 40, withinS: 4, phones: 0.7, bots: 0.05, abandons: 0.05 },
  ...{ devices: 2, kills: false, seed: 7 },
};

let site: RehearsalSite;
before(async () => {
  site = await startRehearsalSite();
});
after(async () => {
  await site.stop();
});

test('a small sale is played from the lobby to the entrance, and every promise is counted', async () => {
  const report = await play(PLAN);
  assert.deepEqual(
    report.findings.filter(({ promise, is }) => promise > 0 && is !== 'held'),
    [],
  );
  assert.equal(report.counts['confirmed'], PLAN.tickets);
  assert.equal(report.counts['tickets'], PLAN.tickets);
  assert.equal(report.counts['mails'], PLAN.tickets);
  assert.equal(report.counts['let in'], PLAN.tickets);
  assert.notEqual(report.verdict, 'broken');
});

async function play(plan: RehearsalPlan): Promise<RehearsalReport> {
  const said: string[] = [];
  return await rehearse(
    { ...site, version: 'test' },
    {
      ...{ plan, signal: AbortSignal.timeout(300_000), holdS: 6, hurry: 4 },
      say: (line) => void said.push(line),
    },
  );
}
