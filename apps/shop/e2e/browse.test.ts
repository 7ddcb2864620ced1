import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, PHONE, type Site } from '@onsale/testing/site';
import { startBrowser, startSite, visit } from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { MANY_EVENTS, nameOf } from './many-events.ts';

// The list, with 500 events on sale.

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: MANY_EVENTS }), startBrowser()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

const card = (page: Page, i: number) => page.getByRole('link', { name: nameOf(i), exact: true });
const cards = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 });
const focusedText = (page: Page) => page.locator(':focus').innerText();

test('500 events come page by page, and no page asks for all', async () => {
  const { page, leave } = await visit(browser, site.url);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname + search.replace(/cursor=.*/, 'cursor'));
  });
  await page.goto('/');
  await card(page, 0).waitFor();
  assert.equal(await cards(page).count(), 30);
  await page.getByRole('button', { name: 'Show more events' }).click();
  await card(page, 59).waitFor();
  assert.equal(await cards(page).count(), 60);
  assert.deepEqual(
    new Set(asked),
    new Set(['/api/v1/events?limit=30', '/api/v1/events?limit=30&cursor', '/api/v1/seller']),
  );
  await leave();
});

test('the keyboard goes on at the first of the new events', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/');
  await page.getByRole('button', { name: 'Show more events' }).focus();
  await page.keyboard.press('Enter');
  await card(page, 30).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'A');
  assert.equal(await focusedText(page), nameOf(30));
  await leave();
});

test('the way back leads to where one was, with mouse and with keyboard', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/');
  await page.getByRole('button', { name: 'Show more events' }).tap();
  await card(page, 50).scrollIntoViewIfNeeded();
  const scrollY = await page.evaluate(() => window.scrollY);
  await card(page, 50).tap();
  await page.getByRole('heading', { level: 1, name: nameOf(50) }).waitFor();
  assert.equal(await page.evaluate(() => window.scrollY), 0, 'a new page starts at its top');
  await page.goBack();
  await card(page, 50).waitFor();
  await page.waitForFunction((y) => Math.abs(window.scrollY - y) < 2, scrollY);
  assert.equal(await focusedText(page), nameOf(50));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: nameOf(50) }).waitFor();
  await page.getByRole('link', { name: 'Onsale' }).tap();
  await card(page, 0).waitFor();
  assert.equal(await page.evaluate(() => window.scrollY), 0, 'a link leads to the top');
  await leave();
});

test('events are found by text, city, category and day, and the search stands in the address', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/?utm_source=mail');
  const search = page.getByRole('search', { name: 'Search events' });
  await search.getByRole('searchbox', { name: 'Search' }).fill('anoranza');
  await page.getByText('1 event found').waitFor();
  assert.deepEqual(await cards(page).allTextContents(), [nameOf(321)]);
  await search.getByRole('searchbox', { name: 'Search' }).fill('');
  await search.getByRole('combobox', { name: 'City' }).selectOption('Köln');
  await search.getByRole('combobox', { name: 'Category' }).selectOption('theatre');
  await search.getByLabel('From').fill('2087-02-01');
  await search.getByLabel('Until').fill('2087-03-31');
  await page.getByText('3 events found').waitFor();
  assert.deepEqual(await cards(page).allTextContents(), [42, 62, 82].map(nameOf));
  assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), {
    ...{ utm_source: 'mail', city: 'Köln', category: 'theatre' },
    ...{ from: '2087-02-01', to: '2087-03-31' },
  });
  await assertAccessible(page);
  await page.reload();
  await page.getByText('3 events found').waitFor();
  await card(page, 62).click();
  await page.getByRole('heading', { level: 1, name: nameOf(62) }).waitFor();
  await page.goBack();
  await page.getByText('3 events found').waitFor();
  await leave();
});

test('a search without a result says so, and leads back to all events', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/?q=nowhere&from=someday');
  await page.getByText('No event matches your search').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Show all events' }).click();
  await card(page, 0).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), null);
  await leave();
});

test('a picture is a file, or the guilloche where there is none', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/');
  const pictures = page.getByRole('main').getByRole('listitem');
  await pictures.nth(1).locator('img[src="/favicon.svg"]').waitFor({ state: 'visible' });
  for (const i of [0, 2]) await pictures.nth(i).locator('svg').waitFor({ state: 'visible' });
  assert.equal(await page.getByRole('img').count(), 0, 'none of them says anything');
  await leave();
});

test('the list is accessible on a phone, and nothing is wider than it', async () => {
  const { page, leave } = await visit(browser, site.url, {
    ...PHONE,
    viewport: { width: 320, height: 640 },
  });
  await page.goto('/');
  await page.getByText('Only 4 left').waitFor();
  await page.getByRole('button', { name: 'Filters' }).tap();
  await page.getByLabel('Until').waitFor();
  await assertAccessible(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await leave();
});
