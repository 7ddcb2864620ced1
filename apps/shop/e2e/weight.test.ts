import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { eventually } from '@onsale/testing';
import { PHONE, type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import { noteTransfers, type Transfer } from './transfers.ts';

// What a visit to the shop that we ship transfers, as Chromium counts it: in bytes, compressed, with all
// headers. The build limits the scripts alone (services/frontend/build/weight.ts).

/** The list of events, with everything it needs, its font included. */
const FIRST_PAGE = { bytes: 95_000, requests: 12 };
/** The code of the page where most go next, which comes when the browser has nothing else to do. */
const NEXT_PAGE = { bytes: 20_000, requests: 6 };
/** The page of an event with a text in Markdown, for whoever comes straight to it. */
const EVENT_PAGE = { bytes: 125_000, requests: 18 };
/** Whoever comes back asks whether anything has changed. */
const SECOND_VISIT = { bytes: 8000, requests: 6 };

const EVENT = '/events/lakeside-festival-2027';
const CODE_OF_EVENT = /\/assets\/(EventPage|pages|\w\w\.event)-/;
const CODE_OF_CHECKOUT = /\/assets\/(CheckoutPage|\w\w\.checkout)-/;

let site: Site;
let browser: Browser;

before(async () => {
  const catalog = await readFile(new URL('../../../catalog.yaml', import.meta.url), 'utf8');
  [site, browser] = await Promise.all([startSite({ catalog }), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

test('a first visit transfers little, in few requests, and nothing from elsewhere', async () => {
  const { context, leave } = await visit(browser, site.url, PHONE);
  const all = await open(context, '/', CODE_OF_EVENT);
  const [next, first] = split(all, CODE_OF_EVENT);
  assertWithin(first, FIRST_PAGE);
  assertWithin(next, NEXT_PAGE);
  assert.deepEqual(
    all.filter(({ url }) => new URL(url).origin !== site.url),
    [],
  );
  assert.deepEqual(
    all.filter(({ status }) => status !== 200),
    [],
    'everything that is asked for is there',
  );
  const fonts = all.filter(({ url }) => url.endsWith('.woff2'));
  assert.equal(fonts.length, 1, 'the letters of other languages are not needed');
  await leave();
});

test('the page of an event transfers little more', async () => {
  const { context, leave } = await visit(browser, site.url, PHONE);
  const [next, first] = split(await open(context, EVENT, CODE_OF_CHECKOUT), CODE_OF_CHECKOUT);
  assertWithin(first, EVENT_PAGE);
  assertWithin(next, NEXT_PAGE);
  await leave();
});

test('a second visit transfers nothing but what may have changed', async () => {
  const { context, leave } = await visit(browser, site.url, PHONE);
  await open(context, '/', CODE_OF_EVENT);
  const again = (await open(context, '/', CODE_OF_EVENT)).filter(({ bytes }) => bytes > 0);
  assertWithin(again, SECOND_VISIT);
  assert.deepEqual(
    again.filter(({ url }) => url.includes('/assets/')),
    [],
  );
  await leave();
});

// All that a new page loads until the code of the next page has come as well.
async function open(context: BrowserContext, path: string, last: RegExp): Promise<Transfer[]> {
  const page = await context.newPage();
  const transfers = await noteTransfers(page);
  await page.goto(path);
  await page.getByRole('contentinfo').getByText('Onsale Demo').waitFor();
  const all = await eventually(
    async () => [...transfers.values()],
    (found) => found.some(({ url }) => last.test(url)) && found.every(({ isDone }) => isDone),
  );
  await page.close();
  return all;
}

function split(all: Transfer[], pattern: RegExp): [Transfer[], Transfer[]] {
  return [all.filter(({ url }) => pattern.test(url)), all.filter(({ url }) => !pattern.test(url))];
}

function assertWithin(transfers: Transfer[], limit: { bytes: number; requests: number }): void {
  const bytes = transfers.reduce((sum, each) => sum + each.bytes, 0);
  const table = transfers
    .map((each) => `${each.bytes} ${each.url.replace(site.url, '')}`)
    .join('\n');
  assert.ok(bytes <= limit.bytes, `${bytes} bytes, of at most ${limit.bytes}:\n${table}`);
  const { length } = transfers;
  assert.ok(
    length <= limit.requests,
    `${length} requests, of at most ${limit.requests}:\n${table}`,
  );
}
