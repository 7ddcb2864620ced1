import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RehearsalList, RehearsalPlan, RehearsalReport } from '@onsale/contracts';
import { createLogger } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { type Site, startSite } from '@onsale/testing/site';
import { ReportFolder } from '../../src/rehearsal/report-folder.ts';
import { startGenerator } from '../start-generator.ts';

// A rehearsal by the routes of the generator, in a whole shop that runs.

const CATALOG = `
events:
  - id: summer
    name: A Summer Evening
    venue: Old Hall
    startsAt: 2087-06-18T20:00:00Z
    currency: EUR
    waitingRoom: { opens: always }
    tickets: [{ id: summer-seat, name: Seat, type: adult, price: 12.50, capacity: 500 }]
`;
const PLAN: RehearsalPlan = {
  ...{ people: 40, tickets: 8, withinS: 3, phones: 0.5, bots: 0.05, abandons: 0 },
  ...{ devices: 0, kills: false, seed: 3 },
};
const REHEARSAL = 'rehearsal-0123456789';

let site: Site;
let generator: ReturnType<typeof startGenerator>;
before(async () => {
  const trusts = { TRUSTED_PROXIES: '127.0.0.1' };
  site = await startSite({
    ...{ catalog: CATALOG, payments: trusts, office: trusts, waitingRoom: trusts },
    gatewayEnvironment: trusts,
  });
  const { bank } = site.payments;
  generator = startGenerator(`${site.url}/api/v1`, {
    ...{ SHOP_URL: site.url, OFFICE_URL: site.office.url },
    ...{ BANK_URL: bank.url, BANK_TOKEN: bank.token },
  });
});
after(async () => {
  await generator.close();
  await site.stop();
});

const key = async (rehearsalId = REHEARSAL) =>
  await site.office.key([
    { role: 'manager', eventId: rehearsalId },
    { role: 'viewer', eventId: 'summer' },
  ]);
const list = async () => (await generator.call('GET', '/rehearsal')).body as RehearsalList;
const ended = async () =>
  await eventually(list, ({ run }) => run !== undefined && run.state !== 'running', 180_000);

test('a copy of an event is played with a key for it alone, and reported in three forms', async () => {
  const { secret } = await key();
  const asked = {
    ...{ plan: { ...PLAN, eventId: 'summer' }, apiKey: secret, rehearsalId: REHEARSAL },
  };
  const started = await generator.call('POST', '/rehearsal/start', asked);
  assert.equal(started.status, 201, JSON.stringify(started.body));
  assert.equal(JSON.stringify(started.body).includes(secret), false);
  for (const [path, body] of [
    ['/rehearsal/start', asked],
    ['/start', { rps: 1 }],
    ['/crowd/start', {}],
    ['/rehearsal/reset', {}],
  ] as const) {
    assert.equal((await generator.call('POST', path, body)).body.code, 'RUN_ACTIVE', path);
  }
  await eventually(list, ({ run }) => run?.phase === 'gathering');
  const { run, reports } = await ended();
  assert.deepEqual([run?.state, run?.phase, run?.problem], ['finished', 'ended', undefined]);
  assert.equal(run?.eventName, 'Rehearsal: A Summer Evening');
  assert.deepEqual([run?.totals.confirmed, run?.totals.waiting], [8, 0]);
  assert.ok((run?.seconds.length ?? 0) > 3);
  assert.deepEqual(
    reports.map(({ runId, confirmed, broken }) => ({ runId, confirmed, broken })),
    [{ runId: run?.runId, confirmed: 8, broken: 0 }],
  );
  // It is of no use to anybody afterwards.
  const headers = { authorization: `Bearer ${secret}` };
  const read = await fetch(`${site.office.url}/v1/events/summer`, { headers });
  assert.equal(read.status, 401);

  const path = `/rehearsal/reports/${run?.runId}`;
  const report = (await generator.call('GET', path)).body as RehearsalReport;
  assert.deepEqual([report.counts['confirmed'], report.counts['payments']], [8, 8]);
  const page = await generator.app.inject(`${path}/report.html`);
  assert.match(page.headers['content-type'] ?? '', /^text\/html/);
  assert.match(page.body, /^<!doctype html>[\s\S]*A Summer Evening/i);
  const junit = await generator.app.inject(`${path}/junit.xml`);
  assert.match(junit.body, /<testsuite /);
  const none = await generator.call('GET', '/rehearsal/reports/nothing');
  assert.equal(none.body.code, 'RUN_NOT_FOUND');
});

test('a rehearsal that is stopped leaves no report, and its event is not sold any more', async () => {
  const rehearsalId = 'rehearsal-00000000aa';
  const { secret } = await key(rehearsalId);
  const asked = { plan: { ...PLAN, withinS: 600 }, apiKey: secret, rehearsalId };
  assert.equal((await generator.call('POST', '/rehearsal/start', asked)).status, 201);
  await eventually(list, ({ run }) => run?.phase === 'gathering');
  const before = (await list()).reports.length;
  const { body } = await generator.call('POST', '/rehearsal/stop');
  assert.equal(body.state, 'stopped');
  const { reports } = await list();
  assert.equal(reports.length, before);
  assert.equal((await generator.call('POST', '/rehearsal/stop')).body.code, 'NO_ACTIVE_RUN');
  await eventually(
    async () => await (await fetch(`${site.url}/api/v1/events/${rehearsalId}`)).json(),
    (event) => (event as { status: string }).status === 'closed',
  );
});

test('a key that may not make the event ends it with a sentence', async () => {
  const { secret } = await key('rehearsal-00000000bb');
  const asked = { plan: PLAN, apiKey: secret, rehearsalId: 'rehearsal-00000000cc' };
  assert.equal((await generator.call('POST', '/rehearsal/start', asked)).status, 201);
  const { run } = await ended();
  assert.equal(run?.state, 'failed');
  assert.match(run.problem?.message ?? '', /403/);
});

for (const [what, settings, reason] of [
  ['a shop that buyers reach', { SHOP_URL: 'https://tickets.example' }, 'public_host'],
  ['an office that nobody named', { OFFICE_URL: undefined }, 'no_office'],
  ['a shop that is not there', { SHOP_URL: 'http://127.0.0.1:1' }, 'no_shop'],
  ['a bank that opens no books', { BANK_TOKEN: 'of another' }, 'bank_closed'],
] as const) {
  test(`refuses ${what}`, async () => {
    const { bank } = site.payments;
    const { OFFICE_URL, ...others } = {
      ...{ SHOP_URL: site.url, OFFICE_URL: site.office.url },
      ...{ BANK_URL: bank.url, BANK_TOKEN: bank.token, ...settings },
    };
    const careful = startGenerator(site.url, {
      ...others,
      ...(OFFICE_URL === undefined ? {} : { OFFICE_URL }),
    });
    const { body } = await careful.call('POST', '/rehearsal/start', { plan: PLAN, apiKey: 'any' });
    assert.equal(body.code, 'REHEARSAL_REFUSED');
    assert.equal(body.details[0].reason, reason);
    await careful.close();
  });
}

test('reports outlast the process, and the oldest go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-rehearsals-'));
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const report = { verdict: 'held', plan: PLAN, findings: [], limits: [], counts: {} };
  const kept = await ReportFolder.open(folder, logger);
  for (let i = 100; i < 152; i += 1) {
    await kept.save(`run-${i}`, { ...report, eventName: String(i) } as unknown as RehearsalReport);
  }
  const read = await ReportFolder.open(folder, logger);
  assert.equal(read.summaries().length, 50);
  assert.equal(read.summaries()[0]?.eventName, '151');
  assert.equal((await read.read('run-102'))?.eventName, '102');
  assert.equal(await read.read('run-101'), undefined);
  assert.equal(await read.read('../run-102'), undefined);
  await rm(folder, { recursive: true });
});
