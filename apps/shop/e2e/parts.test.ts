import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import { CATALOG } from './catalog.ts';

// Pages whose code is loaded when it is needed.

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const CHECKOUT_CODE = '**/assets/CheckoutPage-*.js';

test('a page whose code is lost says so, and neither stays broken nor breaks the others', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.route(CHECKOUT_CODE, (route) => route.abort());
  await page.goto('/events/big-show?basket=seat:2');
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByText('Something went wrong').first().waitFor();
  await page.getByRole('link', { name: 'Onsale' }).click();
  await page.getByRole('heading', { level: 1, name: 'On sale' }).waitFor();
  await page.unroute(CHECKOUT_CODE);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
  await leave();
});

test('the next likely page is there before it is asked for', async () => {
  const { page, leave } = await visit(browser, site.url);
  const loaded = page.waitForResponse(CHECKOUT_CODE);
  await page.goto('/events/big-show');
  assert.equal((await loaded).status(), 200);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'The Big Show');
  await leave();
});
