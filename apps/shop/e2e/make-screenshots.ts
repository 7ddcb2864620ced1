import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { eventually } from '@onsale/testing';
import { PHONE, startBrowser, startSite } from '@onsale/testing/site';
import { buyElsewhere, readOrder } from './buyer.ts';

// `npm run screenshots`: every page in light, in dark and on a phone, into docs/screenshots/. What is
// seen on them has really happened, on the real system.

const folder = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
/** A picture in a page of documentation; a larger one is loaded by everybody who opens the page. */
const MAX_BYTES = 200_000;
/** So long a load has run when the laboratory is photographed. */
const LOAD_SHOWN_MS = 12_000;

const DESK: BrowserContextOptions = { viewport: { width: 1180, height: 780 } };
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { ...DESK, colorScheme: 'light' },
  dark: { ...DESK, colorScheme: 'dark' },
  phone: { ...PHONE, deviceScaleFactor: 1.5, colorScheme: 'light' },
};

const catalog = await readFile(new URL('../../../catalog.yaml', import.meta.url), 'utf8');
await mkdir(folder, { recursive: true });
const [site, browser] = await Promise.all([
  startSite({ catalog, worker: false, generator: true, payments: {} }),
  startBrowser(),
]);
try {
  const pending = await buyElsewhere(site.url, 'cellar-standing', 2);
  const shots: { name: string; path: string; prepare?: (page: Page) => Promise<unknown> }[] = [
    { name: 'order-in-line', path: `/orders/${pending}` },
  ];
  await takeAll(shots);
  const worker = await site.startWorker();
  // The balcony is nearly gone, and the students' tickets are.
  for (let i = 0; i < 4; i++) await buyElsewhere(site.url, 'cellar-balcony', 10);
  for (let i = 0; i < 10; i++) await buyElsewhere(site.url, 'cellar-student', 10);
  const event = '/events/northern-static-cellar-9?basket=cellar-standing:2,cellar-balcony:1';
  await takeAll([
    { name: 'events', path: '/' },
    { name: 'event', path: event, prepare: (page) => page.getByText('Only 10 left').waitFor() },
    { name: 'checkout', path: event.replace('?', '/checkout?') },
    {
      ...{ name: 'order-confirmed', path: `/orders/${pending}` },
      prepare: (page) => page.getByText('The tickets are yours').waitFor(),
    },
    { name: 'no-such-order', path: '/orders/unknown' },
  ]);
  await takeAll([
    { name: 'order-to-pay', path: `/orders/${await holdElsewhere()}` },
    { name: 'order-declined', path: `/orders/${await declineElsewhere()}` },
  ]);
  await startLoad(site.url);
  await takeAll([
    { name: 'lab', path: '/lab/', prepare: (page) => page.waitForTimeout(LOAD_SHOWN_MS) },
  ]);
  await fetch(`${site.url}/workload/stop`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  await worker.stop();
} finally {
  await browser.close();
  await site.stop();
}

async function takeAll(
  shots: readonly { name: string; path: string; prepare?: (page: Page) => Promise<unknown> }[],
): Promise<void> {
  for (const { name, path, prepare } of shots) {
    for (const [look, options] of Object.entries(LOOKS)) {
      const context = await browser.newContext({ baseURL: site.url, ...options });
      const page = await context.newPage();
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      // Those below the window are drawn when they come near.
      await page.waitForFunction(() =>
        [...document.querySelectorAll('svg[data-drawn="false"]')].every(
          (picture) => picture.getBoundingClientRect().top > window.innerHeight,
        ),
      );
      await prepare?.(page);
      await page.evaluate(() => document.fonts.ready);
      await save(`${name}-${look}.png`, await page.screenshot());
      await context.close();
    }
  }
}

// Two seats at a table that are to be paid.
async function holdElsewhere(): Promise<string> {
  const orderId = await buyElsewhere(site.url, 'laughs-table', 2, 'online');
  await eventually(
    () => readOrder(site.url, orderId),
    ({ status }) => status === 'held',
  );
  return orderId;
}

async function declineElsewhere(): Promise<string> {
  const orderId = await holdElsewhere();
  const context = await browser.newContext({ baseURL: site.url, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: /^Pay .* now$/ }).click();
  await page.getByRole('button', { name: 'Decline the card' }).click();
  await page.getByRole('link', { name: 'Back to the shop' }).waitFor();
  await context.close();
  return orderId;
}

async function save(name: string, picture: Buffer): Promise<void> {
  const small = await sharp(picture)
    .png({ palette: true, quality: 80, effort: 8, compressionLevel: 9 })
    .toBuffer();
  if (small.length > MAX_BYTES) throw new Error(`${name} has ${small.length} bytes`);
  await writeFile(folder + name, small);
  process.stdout.write(`${name} ${Math.round(small.length / 1000)} kB\n`);
}

async function startLoad(url: string): Promise<void> {
  const response = await fetch(`${url}/workload/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rps: 150, durationS: 120, profile: 'constant' }),
  });
  if (!response.ok) throw new Error(await response.text());
}
