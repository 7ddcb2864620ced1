import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { LoadReport, LoadStats } from '@onsale/api-client';
import { eventually } from '@onsale/testing';
import { assertAccessible } from '@onsale/testing/site';
import type { Page } from 'playwright-core';
import { chartOf, figure, isIn, readout, startLoad, stop, timeout, useLab } from './lab-site.ts';

// What stays of a run when it is over: files, links, comparisons, and the charts after a reload.

const lab = useLab();

const CHARTS = [
  ...['Rate', 'Latency', 'Answers', 'Orders', 'Backlog', 'Instances', 'CPU of gateway'],
];

test('another browser sees all charts of a run, and its marks', { timeout }, async () => {
  const worker = await lab.site().startWorker();
  const page = await lab.open();
  const workers = page.getByRole('region', { name: 'order-worker' });
  await workers.getByText('2 running').waitFor();
  await startLoad(page, { rate: 60, seconds: 120 });
  await eventually(
    () => figure(page, 'Orders', 'confirmed'),
    (confirmed) => confirmed > 30,
  );
  // Long enough that what is heard after the reload is no part of the beginning.
  await page
    .getByRole('region', { name: 'Run', exact: true })
    .getByText(/0:1\d \//)
    .waitFor();
  worker.signal('SIGKILL');
  await page.getByText('order-worker 2 → 1').waitFor();
  const runId = (await workload<LoadStats>('stats')).runId ?? '';
  await eventually(
    async () => (await workload<LoadReport>(`runs/${runId}`)).fleet?.changes ?? [],
    (changes) => changes.length > 0,
  );
  await stop(page);
  await isIn(page, 'Finished');

  // Each page that is opened here is a browser of its own.
  const other = await lab.open();
  await isIn(other, 'Finished');
  await assertWhole(other);
  await lab.complete({ rps: 10, durationS: 2 });
  const stored = await lab.open({ query: `?run=${runId}` });
  await stored.getByRole('region', { name: 'Stored run' }).waitFor();
  await assertWhole(stored);
  const [download] = await Promise.all([
    stored.waitForEvent('download'),
    stored.getByRole('button', { name: /CSV/ }).click(),
  ]);
  assert.match(await readFile(await download.path(), 'utf8'), /,order-worker 2 → 1/);
});

async function workload<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${lab.site().url}/workload/${path}`)).json()) as Answer;
}

async function assertWhole(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'When processes came and went' })
    .getByText('order-worker 2 → 1')
    .waitFor();
  for (const name of CHARTS) {
    await eventually(
      () => firstMoment(page, name),
      (atS) => atS <= 4,
    );
  }
}

/** The first moment of the run that a chart knows something about, in seconds since its start. */
async function firstMoment(page: Page, chart: string): Promise<number> {
  const figureOf = chartOf(page, chart);
  await figureOf.locator('.u-over').hover({ position: { x: 4, y: 40 } });
  const shown = await figureOf.locator('figcaption > span').last().innerText();
  const [minutes = Number.NaN, seconds = Number.NaN] = shown.split(':').map(Number);
  return minutes * 60 + seconds;
}

test('a run is saved as CSV, JSON and a picture', { timeout }, async () => {
  const runId = await lab.complete({ rps: 40, durationS: 2 });
  const page = await lab.open();
  const save = async (kind: RegExp) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: kind }).click(),
    ]);
    return await readFile(await download.path());
  };
  const csv = (await save(/CSV/)).toString().split('\r\n');
  assert.match(csv[0] ?? '', /^fromS,spanS,targetRps,sentRps,accepted,soldOut/);
  assert.ok(csv.length > 2);
  const report = JSON.parse((await save(/report/)).toString()) as { runId: string; sent: number };
  assert.equal(report.runId, runId);
  assert.ok(report.sent > 0);
  const picture = await save(/picture/);
  assert.equal(picture.subarray(1, 4).toString(), 'PNG');
});

test(
  'a link opens a stored run, and a run that starts leads back to now',
  { timeout },
  async () => {
    const first = await lab.complete({ rps: 40, durationS: 2 });
    await lab.complete({ rps: 10, durationS: 2 });
    const page = await lab.open({ query: `?run=${first}` });
    const stored = page.getByRole('region', { name: 'Stored run' });
    await stored.getByText(`You are looking at run ${first}`).waitFor();
    await page.getByRole('region', { name: 'This run' }).waitFor();
    assert.equal(await readout(page, 'accepted'), 80);
    await page.getByRole('row', { name: /^POST \/orders 80 80 0 0/ }).waitFor();
    await assertAccessible(page);

    await stored.getByRole('button', { name: 'Back to now' }).click();
    await eventually(
      () => readout(page, 'accepted'),
      (accepted) => accepted === 20,
    );
    await page.goBack();
    await stored.waitFor();
    await lab.start({ rps: 5, durationS: 120 });
    await stored.waitFor({ state: 'detached' });
    await isIn(page, 'Running');
  },
);

test(
  'a run whose target showed no fleet says so in the charts of the fleet',
  { timeout },
  async () => {
    const runId = await lab.complete({ rps: 40, durationS: 2 });
    await lab.complete({ rps: 10, durationS: 2 });
    const page = await lab.open();
    await page.route(`**/workload/runs/${runId}`, async (route) => {
      const { fleet: _fleet, ...report } = (await (await route.fetch()).json()) as LoadReport;
      await route.fulfill({ json: report });
    });
    await page.goto(`${lab.site().url}/lab/?run=${runId}`);
    for (const name of ['Orders', 'Backlog', 'Instances']) {
      await chartOf(page, name)
        .getByText('No fleet was recorded during this run: the target showed none.')
        .waitFor();
    }
    assert.equal(await chartOf(page, 'CPU of gateway').count(), 0);
    await assertAccessible(page);
  },
);

test('a run that the generator does not have is said in words', { timeout }, async () => {
  const page = await lab.open({ query: '?run=never' });
  await page.getByText('There is no run never').waitFor();
});

test(
  'two runs are laid over each other, by an address that can be shared',
  { timeout },
  async () => {
    const a = await lab.complete({ rps: 40, durationS: 2 });
    const b = await lab.complete({ rps: 20, durationS: 2 });
    const page = await lab.open();
    await page.getByRole('button', { name: `Take run ${a} as A` }).click();
    await page.getByRole('button', { name: `Take run ${b} as B` }).click();
    const comparison = page.getByRole('region', { name: 'A against B' });
    await comparison.getByRole('row', { name: /^p99, ms/ }).waitFor();
    assert.equal(await comparison.getByRole('figure').count(), 3);
    await assertAccessible(page);

    const shared = await lab.open({ query: new URL(page.url()).search });
    await shared
      .getByRole('region', { name: 'A against B' })
      .getByRole('row', { name: /^sent / })
      .first()
      .waitFor();
  },
);
