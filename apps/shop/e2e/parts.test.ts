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

const ALL_CODE = '**/assets/*.js';

test('a shop whose code is lost says so in words, and leads on', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route(ALL_CODE, (route) => route.abort());
  await page.goto('/events/big-show');
  const again = page.getByRole('link', { name: 'Try again' });
  await again.waitFor();
  await page.unroute(ALL_CODE);
  await again.click();
  await page.getByRole('heading', { level: 1, name: 'The Big Show' }).waitFor();
  assert.equal(await again.count(), 0);
  await leave();
});

test('a page that is opened offline says so, and opens when the network is back', async () => {
  const { context, page, leave } = await visit(browser, site.url);
  await page.route(CHECKOUT_CODE, (route) => route.abort());
  await page.goto('/events/big-show?basket=seat:2');
  const checkout = page.getByRole('link', { name: 'Check out' });
  await checkout.waitFor();
  await context.setOffline(true);
  await checkout.click();
  await page.getByText('This page opens when you are back online.').waitFor();
  await page.unroute(CHECKOUT_CODE);
  await context.setOffline(false);
  await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
  await leave();
});

test('a browser of some years ago buys a ticket, also after the network was away', async () => {
  const { context, page, leave } = await visit(browser, site.url);
  await context.addInitScript(() => {
    for (const [object, names] of [
      [Promise, ['withResolvers']],
      [AbortSignal, ['any']],
      [URL, ['canParse', 'parse']],
      [window, ['requestIdleCallback', 'structuredClone']],
    ] as const) {
      for (const name of names) Reflect.deleteProperty(object, name);
    }
  });
  await page.goto('/events/big-show/checkout?basket=seat:1');
  await page.getByLabel('Name').fill('Ada Okoro');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.getByText('Nothing has been sent yet').waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { level: 1, name: 'The tickets are yours' }).waitFor();
  await leave();
});

test('an address that was cut short leads to all events', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events');
  await page.getByRole('link', { name: 'The Big Show' }).waitFor();
  await leave();
});
