import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { eventually } from '@onsale/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Site, startBrowser, startSite } from '@onsale/testing/site';

// The laboratory in a real browser, through nginx, on the real system: its charts and tiles show
// processes that really come, work and die.

const CATALOG = `
version: 1
events:
  - id: harbour
    name: Harbour Night
    venue: Old Harbour
    startsAt: 2030-06-18T16:00:00+02:00
    description: One night.
    currency: EUR
    tickets:
      - { id: harbour-adult, name: Adult, type: adult, description: Standing., price: 20, capacity: 90000 }
      - { id: harbour-child, name: Child, type: child, description: Sitting., price: 5, capacity: 10000 }
`;
/** Only for what will never be, and longer than anything takes on a busy machine. */
const timeout = 600_000;

let site: Site;
let browser: Browser;
/** Whatever broke inside a page, or was against its policy. */
const faults: string[] = [];
before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, generator: true }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

// What one test leaves behind must not be the next one's trouble.
afterEach(async () => {
  await fetch(`${site.url}/workload/stop`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  await Promise.all(browser.contexts().map((context) => context.close()));
  assert.deepEqual(faults.splice(0), []);
});

async function openLab(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => void faults.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) faults.push(line.text());
  });
  await page.goto(`${site.url}/lab`);
  await page.getByRole('button', { name: /^(Start|Stop)$/ }).waitFor();
  return page;
}

async function isIn(page: Page, state: 'Running' | 'Finished'): Promise<void> {
  await page.getByRole('region', { name: 'Now' }).getByText(state, { exact: true }).waitFor();
}

async function startLoad(page: Page, load: { rate: number; seconds: number }): Promise<void> {
  await page.getByLabel('Rate', { exact: true }).fill(String(load.rate));
  await page.getByRole('radio', { name: 'Constant' }).check();
  await page.getByLabel('Duration').fill(String(load.seconds));
  await page.getByRole('button', { name: 'Start' }).click();
  await isIn(page, 'Running');
}

const stop = async (page: Page) => {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor();
};

const chartOf = (page: Page, name: string) =>
  page.getByRole('figure', { name: new RegExp(`^${name}`) });

/** The figure that stands behind a name, such as `sent` of the chart `Rate`. */
async function figure(page: Page, chart: string, line: string): Promise<number> {
  const entry = chartOf(page, chart)
    .locator('dl > div')
    .filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${line}$`) }) });
  return Number((await entry.getByRole('definition').innerText()).replaceAll(',', ''));
}

async function drawing(page: Page, chart: string): Promise<string> {
  const canvas = chartOf(page, chart).locator('canvas');
  return await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('a load is started, re-rated, watched, stopped and judged', { timeout }, async () => {
  const page = await openLab();
  const before = await drawing(page, 'Rate');
  await startLoad(page, { rate: 60, seconds: 120 });

  await eventually(
    () => figure(page, 'Rate', 'sent'),
    (sent) => sent >= 55 && sent <= 65,
  );
  await eventually(
    () => figure(page, 'Orders', 'confirmed'),
    (confirmed) => confirmed > 30,
  );
  await eventually(
    () => figure(page, 'Latency', 'p99'),
    (p99) => p99 > 0,
  );
  assert.notEqual(await drawing(page, 'Rate'), before);
  const earlier = await drawing(page, 'Orders');
  await eventually(
    () => drawing(page, 'Orders'),
    (now) => now !== earlier,
  );

  await page.getByLabel('Rate', { exact: true }).fill('120');
  await eventually(
    () => figure(page, 'Rate', 'sent'),
    (sent) => sent >= 110 && sent <= 130,
  );
  await page.getByText('so far').waitFor();
  assert.deepEqual(await violations(page), []);

  await stop(page);
  await isIn(page, 'Finished');
  await page.getByRole('row', { name: /lost orders 0 0 holds/ }).waitFor();
  await page.getByText('Nothing oversold, lost or doubled').waitFor();
  await page.getByText('The books hold').waitFor();
  assert.deepEqual(await violations(page), []);
});

test('a worker appears as a tile, works, dies and is gone', { timeout }, async () => {
  const page = await openLab();
  const workers = page.getByRole('region', { name: 'order-worker' });
  const tiles = workers.getByRole('listitem');
  await workers.getByText('1 living').waitFor();
  await startLoad(page, { rate: 100, seconds: 120 });

  const worker = await site.startWorker();
  await workers.getByText('2 living').waitFor();
  const newcomer = tiles.filter({ hasText: 'new' });
  await newcomer.waitFor();
  const name = await newcomer.getAttribute('data-instance');
  const tile = workers.locator(`[data-instance="${name}"]`);
  await eventually(
    () => tile.locator('b').innerText(),
    (settled) => Number(settled.replaceAll(',', '')) > 0,
  );
  await eventually(
    () => figure(page, 'Instances', 'order-worker'),
    (living) => living === 2,
  );

  worker.signal('SIGKILL');
  await tile.getByText('ended').waitFor();
  await workers.getByText('1 living').waitFor();
  await tile.waitFor({ state: 'detached' });
  await stop(page);
  await page.getByText('Nothing oversold, lost or doubled').waitFor();
});

test('what the generator refuses is said at its field', { timeout }, async () => {
  const page = await openLab();
  const rate = page.getByLabel('Rate', { exact: true });
  await rate.fill('9999999');
  await page.getByRole('radio', { name: 'Constant' }).check();
  await page.getByText('Traffic').click();
  await page.getByLabel('Readers').fill('130');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('must be 0 to 100 %').waitFor();
  assert.equal(await page.getByLabel('Readers').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Readers').fill('0');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('must be at most 20000 (MAX_RPS)').waitFor();
  assert.equal(await rate.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await violations(page), []);
});

test(
  'a run that somebody else has started is seen, filled in and can be stopped',
  { timeout },
  async () => {
    const page = await openLab();
    const body = JSON.stringify({ rps: 40, durationS: 120 });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${site.url}/workload/start`, { method: 'POST', body, headers });
    await isIn(page, 'Running');
    await eventually(
      () => figure(page, 'Rate', 'sent'),
      (sent) => sent >= 35 && sent <= 45,
    );

    const late = await openLab();
    await eventually(
      () => figure(late, 'Rate', 'sent'),
      (sent) => sent >= 35 && sent <= 45,
    );
    await stop(late);
    await page.getByRole('button', { name: 'Start' }).waitFor();
  },
);

/** A whole run, without the page. */
async function completeRun(): Promise<void> {
  const body = JSON.stringify({ rps: 40, durationS: 2 });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${site.url}/workload/start`, { method: 'POST', body, headers });
  await eventually(
    async () => (await (await fetch(`${site.url}/workload/stats`)).json()) as { state: string },
    ({ state }) => state === 'finished',
  );
}

test('a run is saved as CSV, JSON and a picture, and two are compared', { timeout }, async () => {
  await completeRun();
  await completeRun();
  const page = await openLab();
  const save = async (kind: RegExp) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: kind }).click(),
    ]);
    return await readFile(await download.path());
  };
  const csv = (await save(/CSV/)).toString().split('\r\n');
  assert.match(csv[0] ?? '', /^fromS,spanS,targetRps,sentRps/);
  assert.ok(csv.length > 2);
  const report = JSON.parse((await save(/report/)).toString()) as { runId: string; sent: number };
  assert.ok(report.sent > 0);
  const picture = await save(/picture/);
  assert.equal(picture.subarray(1, 4).toString(), 'PNG');

  await page.getByRole('radio', { name: `Take run ${report.runId} as A` }).check();
  await page
    .getByRole('radio', { name: / as B$/ })
    .last()
    .check();
  const comparison = page.getByRole('region', { name: 'A against B' });
  await comparison.getByRole('row', { name: /^p99, ms/ }).waitFor();
  assert.equal(await comparison.getByRole('figure').count(), 3);
  assert.deepEqual(await violations(page), []);
});

test(
  'a gateway and an audit that are gone are said in words, and come back by themselves',
  { timeout },
  async () => {
    const page = await openLab();
    await page.getByText('The books hold').waitFor();
    await Promise.all([site.killGateway(), site.killAudit()]);
    await page.getByText(/The gateway has not been heard for \d+ s\./).waitFor();
    await page.getByText('The audit does not answer: the books are as last read.').waitFor();
    assert.deepEqual(await violations(page), []);
    await Promise.all([site.startGateway(), site.startAudit()]);
    await page.getByText(/The gateway has not been heard/).waitFor({ state: 'detached' });
    await page.getByText('the books are as last read').waitFor({ state: 'detached' });
  },
);

test('fits a phone and works in the dark, by keyboard alone', { timeout }, async () => {
  const page = await openLab({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(tooWide, 0);
  assert.deepEqual(await violations(page), []);

  await page.getByLabel('Rate', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await isIn(page, 'Running');
  const stopButton = page.getByRole('button', { name: 'Stop' });
  await stopButton.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start' }).waitFor();
});
