import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import { CATALOG } from './catalog.ts';

// Visitors who read other languages.

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const CHECKOUT = '/events/big-show/checkout?basket=seat:2';

test('the shop speaks the language of the browser, and writes prices as it does', async () => {
  const { page, leave } = await visit(browser, site.url, { locale: 'de-DE' });
  await page.goto('/events/big-show?basket=seat:2');
  await page.getByRole('link', { name: 'Zur Kasse' }).waitFor();
  await page
    .getByText(/^49,80\s€$/)
    .first()
    .waitFor();
  assert.deepEqual(await rootOf(page), { lang: 'de', dir: 'ltr' });
  await assertAccessible(page);
  await leave();
});

test('a language is chosen without losing what was typed, and kept without a cookie', async () => {
  const { page, context, leave } = await visit(browser, site.url);
  await page.goto(CHECKOUT);
  await page.getByLabel('Name').fill('Ada Okoro');
  await page.getByLabel('Language').selectOption({ label: 'Français' });
  await page.getByRole('heading', { level: 1, name: 'Commande' }).waitFor();
  assert.equal(await page.getByLabel('Nom').inputValue(), 'Ada Okoro');
  await page.getByLabel('Langue').selectOption({ label: 'Deutsch' });
  await page.getByRole('heading', { level: 1, name: 'Kasse' }).waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Ada Okoro');
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Im Verkauf' }).waitFor();
  assert.deepEqual(await rootOf(page), { lang: 'de', dir: 'ltr' });
  assert.deepEqual(await context.cookies(), []);
  await leave();
});

test('whoever reads no language of the shop gets English', async () => {
  const { page, leave } = await visit(browser, site.url, { locale: 'ja-JP' });
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'On sale' }).waitFor();
  await leave();
});

test('read from right to left, no page is wider than its window', async () => {
  for (const options of [PHONE, { viewport: { width: 1280, height: 800 } }]) {
    const { page, leave } = await visit(browser, site.url, options);
    for (const [path, headline] of [
      ['/', 'On sale'],
      ['/events/big-show?basket=seat:2', 'The Big Show'],
      [CHECKOUT, 'Checkout'],
      ['/orders/nowhere', 'There is no such order'],
    ] as const) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: headline }).waitFor();
      const { beyond, start } = await page.evaluate(readFromTheRight);
      assert.ok(beyond <= 0, `${path} is ${beyond} px wider than its window`);
      // The head begins on the right.
      assert.ok(start > 0.5, `${path} still begins on the left`);
    }
    await leave();
  }
});

async function rootOf(page: Page): Promise<{ lang: string; dir: string }> {
  return await page.evaluate(() => {
    const { lang, dir } = document.documentElement;
    return { lang, dir };
  });
}

// How far the page is wider than the window, and where the brand stands, from the left (0) to the right.
function readFromTheRight(): { beyond: number; start: number } {
  const { documentElement: root } = document;
  root.dir = 'rtl';
  const brand = document.querySelector('.brand')?.getBoundingClientRect();
  return {
    beyond: root.scrollWidth - root.clientWidth,
    start: ((brand?.left ?? 0) + (brand?.right ?? 0)) / 2 / root.clientWidth,
  };
}
