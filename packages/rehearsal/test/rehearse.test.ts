import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RehearsalPlan, RehearsalReport } from '@onsale/contracts';
import { type RehearsalSite, startRehearsalSite } from '@onsale/testing/site';
import { type Installation, rehearse } from '../src/index.ts';

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

test('in a shop that runs, a rehearsal is sold and paid, and what is not recorded is left out', async () => {
  // By another name than its buyers, as a Job in a cluster does.
  const { hostname } = new URL(site.url);
  const url = site.url.replace(hostname, hostname === 'localhost' ? '127.0.0.1' : 'localhost');
  const report = await play({ ...PLAN, people: 60, tickets: 10, abandons: 0 }, { ...RUNNING, url });
  const counted = report.findings.filter(({ promise }) => promise > 0);
  assert.deepEqual(
    counted.filter(({ is }) => is === 'broken' || is === 'unsure'),
    [],
  );
  const leftOut = counted.filter(({ is }) => is === 'left out');
  assert.ok(leftOut.length > 0 && leftOut.length < counted.length / 2);
  assert.deepEqual([report.counts['confirmed'], report.counts['payments']], [10, 10]);
  assert.equal(report.counts['mails'], undefined);
});

test('what goes wrong while it is counted ends it, and leaves nothing behind that runs', async () => {
  const bank = { url: `${site.url}/bank`, token: 'of another bank' };
  const plan = { ...PLAN, people: 20, tickets: 3, abandons: 0 };
  await assert.rejects(play(plan, { ...RUNNING, bank }), /the bank answered 404 for its books/);
  // The clock of the crowd would go on for ever.
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((each) => each === 'Timeout'),
    [],
  );
});

/** As the command sees a shop that somebody has started. */
const RUNNING: Partial<Installation> = { kind: 'running', mails: undefined, killable: [] };

async function play(
  plan: RehearsalPlan,
  differences: Partial<Installation> = {},
): Promise<RehearsalReport> {
  const said: string[] = [];
  return await rehearse(
    { ...site, version: 'test', ...differences },
    {
      ...{ plan, signal: AbortSignal.timeout(300_000), holdS: 6, hurry: 4 },
      say: (line) => void said.push(line),
    },
  );
}
