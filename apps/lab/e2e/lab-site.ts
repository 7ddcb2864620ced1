import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { eventually } from '@onsale/testing';
import { type Site, startBrowser, startSite } from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const CATALOG = `
events:
  - id: harbour
    name: Harbour Night
    venue: Old Harbour
    startsAt: 2087-06-18T16:00:00+02:00
    description: One night.
    currency: EUR
    tickets:
      - { id: harbour-adult, name: Adult, type: adult, description: Standing., price: 20, capacity: 90000 }
  - id: rehearsal
    name: Rehearsal
    venue: Nowhere
    startsAt: 2087-01-01T00:00:00Z
    rehearsal: true
    description: For practice.
    currency: EUR
    tickets:
      - { id: rehearsal-adult, name: Adult, type: adult, description: Nothing., price: 20, capacity: 900000 }
  - id: rehearsal-line
    name: A line
    venue: Nowhere
    startsAt: 2087-01-01T00:00:00Z
    rehearsal: true
    description: For practice.
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: line-adult, name: Adult, type: adult, description: Nothing., price: 20, capacity: 10 }
  - id: rehearsal-few
    name: The last few
    venue: Nowhere
    startsAt: 2087-01-01T00:00:00Z
    rehearsal: true
    description: For practice.
    currency: EUR
    tickets:
      - { id: few-adult, name: Adult, type: adult, description: Nothing., price: 20, capacity: 40 }
`;
/** Only for what will never be, and longer than anything takes on a busy machine. */
export const timeout = 600_000;
const JSON_HEADERS = { 'content-type': 'application/json' };

/** The whole system behind nginx, and a browser, for the tests of one file; none needs another. */
export interface Lab {
  site(): Site;
  open(options?: BrowserContextOptions & { query?: string }): Promise<Page>;
  /** Asks the generator itself, as a script or another page would. */
  start(load: object): Promise<string>;
  /** A whole run without the page; returns its id. */
  complete(load: object): Promise<string>;
}

/** Starts it before the tests of this file; after each one, nothing runs and no page is open. */
export function useLab(more: { waitingRoom?: Record<string, string> } = {}): Lab {
  let site: Site;
  let browser: Browser;
  /** Whatever broke inside a page, or was against its policy. */
  const faults: string[] = [];
  before(async () => {
    [site, browser] = await Promise.all([
      startSite({
        catalog: CATALOG,
        generator: true,
        ...more,
        gatewayEnvironment: { SCALE_TARGETS: 'gateway=60', CPU_REQUEST_MILLICORES: '1000' },
      }),
      startBrowser(),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.stop();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await ask('stop', {});
    assert.deepEqual(faults.splice(0), []);
  });
  const ask = async (path: string, body: object) =>
    (await (
      await fetch(`${site.url}/workload/${path}`, {
        method: 'POST',
        headers: JSON_HEADERS,
        body: JSON.stringify(body),
      })
    ).json()) as { runId?: string; message?: string };
  const start = async (load: object) => {
    const { runId, message } = await ask('start', load);
    assert.ok(runId !== undefined, message ?? 'no run');
    return runId;
  };
  return {
    site: () => site,
    start,
    complete: async (load) => {
      const runId = await start(load);
      await eventually(
        async () => (await (await fetch(`${site.url}/workload/stats`)).json()) as { state: string },
        ({ state }) => state === 'finished',
      );
      return runId;
    },
    open: async ({ query = '', ...options } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on('pageerror', (error) => void faults.push(error.message));
      page.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) faults.push(line.text());
      });
      await page.goto(`${site.url}/lab/${query}`);
      await page.getByRole('button', { name: /^(Start|Stop)$/ }).waitFor();
      return page;
    },
  };
}

export async function isIn(page: Page, state: 'Running' | 'Finished'): Promise<void> {
  await page
    .getByRole('region', { name: 'Run', exact: true })
    .getByText(state, { exact: true })
    .waitFor();
}

export const rateField = (page: Page) => page.getByLabel('Rate', { exact: true });

export async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Profile' }).getByText(name, { exact: true }).click();
}

/** Starts a load by the form. */
export async function startLoad(
  page: Page,
  load: { rate: number; seconds: number },
): Promise<void> {
  await rateField(page).fill(String(load.rate));
  await chooseProfile(page, 'Constant');
  await page.getByLabel('Duration').fill(String(load.seconds));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await isIn(page, 'Running');
}

export async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
}

export const chartOf = (page: Page, name: string) =>
  page.getByRole('figure', { name: new RegExp(`^${name}`) });

/** The figure that stands behind a name, such as `sent` of the chart `Rate`. */
export async function figure(page: Page, chart: string, line: string): Promise<number> {
  const entry = chartOf(page, chart)
    .locator('dl > div')
    .filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${line}$`) }) });
  return Number((await entry.getByRole('definition').innerText()).replaceAll(/[, %]/g, ''));
}

/** What a readout says, by its name. */
export async function readout(page: Page, name: string): Promise<number> {
  const entry = page
    .getByRole('region', { name: /^(Now|This run)$/ })
    .locator('dl > div')
    .filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) }) });
  return Number((await entry.getByRole('definition').innerText()).replaceAll(/[^0-9.]/g, ''));
}

/** The picture of a chart, to see whether it changes. */
export async function drawing(page: Page, chart: string): Promise<string> {
  const canvas = chartOf(page, chart).locator('canvas');
  return await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
}
