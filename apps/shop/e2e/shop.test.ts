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
import { buyElsewhere, fillInBuyer, readOrder, remainingOf, untilRemaining } from './buyer.ts';
import { CATALOG } from './catalog.ts';

// Buyers in a real browser, at the real system.

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

function orderButton(page: Page) {
  return page.getByRole('button', { name: 'Buy now' });
}

function headline(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name });
}

function orderIdOf(page: Page): string {
  return new URL(page.url()).pathname.replace('/orders/', '');
}

test('a ticket is bought on a phone, and the receipt survives a reload', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/');
  await page.getByRole('heading', { level: 2, name: 'The Big Show' }).waitFor();
  assert.equal(await page.title(), 'On sale · Onsale');
  const names = await page.getByRole('heading', { level: 2 }).allTextContents();
  assert.deepEqual(names, ['The Small Show', 'The Big Show'], 'the next one first');
  await page.getByRole('link', { name: 'The Big Show' }).tap();
  await page.getByRole('button', { name: 'One more: Seat', exact: true }).tap();
  await page.getByRole('button', { name: 'One more: Seat', exact: true }).tap();
  await page.getByRole('button', { name: 'One more: Box' }).tap();
  await page.getByText('€148.80').waitFor();
  const { width } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth }));
  assert.ok(width <= 390, `the page is ${width} wide`);
  await page.getByRole('link', { name: 'Check out' }).tap();
  await fillInBuyer(page);
  await orderButton(page).tap();
  await headline(page, 'The tickets are yours').waitFor();

  const order = await readOrder(site.url, orderIdOf(page));
  assert.equal(order.status, 'confirmed');
  assert.equal(order.grandTotal, 148.8);
  assert.equal(order.paymentMethod, 'demo', 'nobody says how it is paid');
  assert.deepEqual(
    order.items.map(({ ticketId, qty }) => [ticketId, qty]),
    [
      ['seat', 2],
      ['box', 1],
    ],
  );
  await page.reload();
  await headline(page, 'The tickets are yours').waitFor();
  await page.getByText(order.orderId).waitFor();
  await leave();
});

test('a ticket is bought with the keyboard alone', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/');
  await page.getByRole('heading', { name: 'The Big Show' }).waitFor();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
  const tabTo = async (name: string | RegExp) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const found = await focused();
      if (typeof name === 'string' ? found === name : name.test(found)) return;
    }
    assert.fail(`the keyboard does not reach ${String(name)}`);
  };
  await tabTo('Skip to content');
  await tabTo('The Big Show');
  await page.keyboard.press('Enter');
  await headline(page, 'The Big Show').waitFor();
  await tabTo('One more: Seat');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await tabTo('Check out');
  await page.keyboard.press('Enter');
  await headline(page, 'Checkout').waitFor();
  await page.getByLabel('Name', { exact: true }).waitFor();
  await tabTo('← Change tickets');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Grace Hopper');
  await page.keyboard.press('Tab');
  await page.keyboard.type('grace@example.com');
  await tabTo('Buy now');
  await page.keyboard.press('Enter');
  await headline(page, 'The tickets are yours').waitFor();
  const order = await readOrder(site.url, orderIdOf(page));
  assert.equal(order.customer.name, 'Grace Hopper');
  await leave();
});

test('a second window sees tickets run out, without a reload', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/small-show?basket=stool:3');
  await page.getByText('12 left').waitFor();
  await buyElsewhere(site.url, 'stool', 7);
  await page.getByText('Only 5 left').waitFor();
  await buyElsewhere(site.url, 'stool', 4);
  await page.getByText('Only 1 left of Stool.').waitFor();
  assert.equal(await page.getByRole('group', { name: /Stool/ }).locator('output').innerText(), '1');
  await buyElsewhere(site.url, 'stool', 1);
  await page.getByText('Everything is sold out').waitFor();
  assert.equal(await page.getByRole('button', { name: 'One more: Stool' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Check out' }).count(), 0);
  await assertAccessible(page);
  await leave();
});

test('ten tickets are the most for one order', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/big-show?basket=seat:9');
  await page.getByRole('button', { name: 'One more: Seat', exact: true }).click();
  await page.getByText('You can order up to 10 tickets at a time.').waitFor();
  const more = page.getByRole('button', { name: 'One more: Seat, student' });
  assert.equal(await more.getAttribute('aria-disabled'), 'true');
  await leave();
});

test('a double click buys once', async () => {
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'seat-student')) ?? 0;
  await page.goto('/events/big-show/checkout?basket=seat-student:3');
  await fillInBuyer(page);
  await orderButton(page).dblclick();
  await headline(page, 'The tickets are yours').waitFor();
  await untilRemaining(site.url, 'seat-student', before - 3);
  await leave();
});

test('the way back leads to no second purchase, unless it is wanted', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/big-show?basket=seat-student:1');
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillInBuyer(page);
  await orderButton(page).click();
  await headline(page, 'The tickets are yours').waitFor();
  const first = orderIdOf(page);
  await page.goBack();
  await headline(page, 'The Big Show').waitFor();
  await page.getByText('You have ordered these tickets.').waitFor();
  await page.getByRole('link', { name: 'See the order' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Check out' }).count(), 0);
  await assertAccessible(page);
  await page.getByRole('button', { name: 'One more: Seat, student' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByText('You have already ordered these tickets').waitFor();
  assert.equal(await orderButton(page).count(), 0);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'See the order' }).click();
  await page.getByText(first).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Order the same again' }).click();
  await fillInBuyer(page);
  await orderButton(page).click();
  await headline(page, 'The tickets are yours').waitFor();
  assert.notEqual(orderIdOf(page), first);
  await leave();
});

test('errors stand beside their fields, are counted, and the first one is focused', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/big-show/checkout?basket=seat:1');
  await orderButton(page).click();
  await page.getByText('Please enter your name.').waitFor();
  assert.equal(await page.locator(':focus').getAttribute('name'), 'name');
  await assertAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill('Ada Okoro');
  await page.getByLabel('E-mail').fill('ada(at)home@example.com');
  await orderButton(page).click();
  await page.getByText('That doesn’t look like an e-mail address.').waitFor();
  assert.equal(await page.locator(':focus').getAttribute('name'), 'email');
  await page.getByText('1 field needs your attention.').waitFor();
  await page.getByLabel('E-mail').fill('ada@example.com');
  await orderButton(page).click();
  await headline(page, 'The tickets are yours').waitFor();
  await leave();
});

test('whoever comes too late is told so, and nothing is ordered', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/big-show/checkout?basket=gone:1');
  await fillInBuyer(page);
  // From here on this page does not hear of the stock any more, like one that was just too slow.
  await page.route('**/api/v1/tickets*', () => undefined);
  await buyElsewhere(site.url, 'gone', 1);
  await untilRemaining(site.url, 'gone', 0);
  await orderButton(page).click();
  await page.getByText('Somebody was faster').waitFor();
  await page.getByText('nothing was charged').waitFor();
  await assertAccessible(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});

test('every page is accessible, in light and in dark', async () => {
  const { page, leave } = await visit(browser, site.url);
  const orderId = await buyElsewhere(site.url, 'seat', 1);
  const pages = [
    ['/', 'On sale'],
    ['/events/big-show?basket=seat:2', 'The Big Show'],
    ['/events/big-show/checkout?basket=seat:2', 'Checkout'],
    ['/events/big-show/checkout', 'Checkout'],
    ['/events/no-such-show', 'This event is not on sale'],
    [`/orders/${orderId}`, 'The tickets are yours'],
    ['/orders/no-such-order', 'There is no such order'],
    ['/no/such/page', 'There is nothing here'],
  ] as const;
  for (const [path, name] of pages) {
    await page.goto(path);
    await headline(page, name).waitFor();
    await assertAccessible(page);
  }
  await leave();
});

test('a shop that sells nothing says so, and is accessible', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.route('**/api/v1/events?*', (route) =>
    route.fulfill({ json: { events: [], categories: [], cities: [] } }),
  );
  await page.goto('/');
  await page.getByText('Nothing is on sale right now').waitFor();
  await assertAccessible(page);
  await leave();
});

test('the colours follow the visitor, and are kept', async () => {
  const { page, leave } = await visit(browser, site.url, { colorScheme: 'light' });
  await page.goto('/');
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Colours: as the system' }).click();
  await page.getByRole('button', { name: 'Colours: light' }).click();
  await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
  assert.equal(await paper(), dark);
  await leave();
});
