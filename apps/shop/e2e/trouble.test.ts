import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually, type ServiceProcess } from '@onsale/testing';
import type { Browser, Page, Request } from 'playwright-core';
import { assertAccessible, type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import { buyElsewhere, fillInBuyer, readOrder, remainingOf, untilRemaining } from './buyer.ts';
import { CATALOG } from './catalog.ts';

// What a buyer sees when things go wrong, and that nobody buys twice because of it. The worker runs
// only where a test starts it, so that orders can be seen in line.

const MAX_BACKLOG = 3;

let site: Site;
let browser: Browser;
let worker: ServiceProcess | undefined;

before(async () => {
  const gatewayEnvironment = { MAX_BACKLOG: String(MAX_BACKLOG) };
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, worker: false, gatewayEnvironment }),
    startBrowser(),
  ]);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
after(async () => {
  await browser.close();
  await site.stop();
});

async function openCheckout(page: Page, basket: string): Promise<void> {
  await page.goto(`/events/big-show/checkout?basket=${basket}`);
  await fillInBuyer(page);
}

function orderButton(page: Page) {
  return page.getByRole('button', { name: 'Buy now' });
}

async function untilHeadline(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Lets the next order reach the shop, and loses the answer; `key` resolves when it has happened. */
async function loseNextAnswer(page: Page): Promise<{ key: Promise<string> }> {
  const sent = Promise.withResolvers<string>();
  await page.route(
    '**/api/v1/orders',
    async (route) => {
      const answer = await route.fetch();
      assert.equal(answer.status(), 201);
      sent.resolve(keyOf(route.request()));
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  return { key: sent.promise };
}

function keyOf(request: Request): string {
  return request.headers()['idempotency-key'] ?? '';
}

function isOrder(request: Request): boolean {
  return request.method() === 'POST' && request.url().endsWith('/orders');
}

test('the pages say that the shop is away, and are right again when it is back', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/big-show');
  await page.getByText('5,000 left').waitFor();
  await site.killGateway();
  await page.getByText('We can’t reach the shop').waitFor();
  await page.getByText('Numbers may be out of date.').waitFor();
  await assertAccessible(page);
  const second = await visit(browser, site.url);
  await second.page.goto('/');
  await second.page.getByText('We can’t reach the shop').waitFor();
  await second.page.getByText(/Next try in \d\ss|Trying again/).waitFor();

  await site.startGateway();
  worker = await site.startWorker();
  await second.page.getByRole('heading', { name: 'The Big Show' }).waitFor();
  await buyElsewhere(site.url, 'seat', 2);
  await page.getByText('4,998 left').waitFor();
  await page.getByText('We can’t reach the shop').waitFor({ state: 'detached' });
  await second.leave();
  await leave();
});

test('an order whose answer is lost is asked for again with the same key, and made once', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'box')) ?? 0;
  await openCheckout(page, 'box:1');
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (isOrder(request)) keys.push(keyOf(request));
  });
  const lost = await loseNextAnswer(page);
  await orderButton(page).click();
  await page.getByText('We can’t say yet whether your order arrived').waitFor();
  await eventually(
    async () => keys.length,
    (count) => count === 2,
  );
  assert.deepEqual(keys, [await lost.key, await lost.key]);
  await untilHeadline(page, 'The tickets are yours');
  await untilRemaining(site.url, 'box', before - 1);
  await leave();
});

test('a page that is reloaded before the answer came goes on by itself, and buys once', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'box')) ?? 0;
  await openCheckout(page, 'box:1');
  const arrived = Promise.withResolvers<void>();
  await page.route(
    '**/api/v1/orders',
    async (route) => {
      await route.fetch();
      // The answer never gets to the page.
      arrived.resolve();
    },
    { times: 1 },
  );
  await orderButton(page).click();
  await arrived.promise;
  await page.reload();
  await untilHeadline(page, 'The tickets are yours');
  await untilRemaining(site.url, 'box', before - 1);
  await leave();
});

test('whoever changes the form after a lost answer gets the order that was made', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'box')) ?? 0;
  await openCheckout(page, 'box:1');
  const lost = await loseNextAnswer(page);
  await orderButton(page).click();
  await page.getByRole('button', { name: 'Stop trying' }).click();
  await lost.key;
  await page.getByLabel('Name', { exact: true }).fill('Ada O. Okoro');
  await orderButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await page.getByText('Ada Okoro', { exact: true }).waitFor();
  await untilRemaining(site.url, 'box', before - 1);
  await leave();
});

test('whoever corrects the e-mail address after a lost answer gets that order too, and no second', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'box')) ?? 0;
  await openCheckout(page, 'box:1');
  const lost = await loseNextAnswer(page);
  await orderButton(page).click();
  await page.getByRole('button', { name: 'Stop trying' }).click();
  await lost.key;
  await page.getByLabel('E-mail').fill('ada.o@example.org');
  await orderButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await untilRemaining(site.url, 'box', before - 1);
  await leave();
});

test('a price that has changed is shown, and only ordered at when the button is pressed again', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const before = (await remainingOf(site.url, 'box')) ?? 0;
  await openCheckout(page, 'box:1');
  const totals: unknown[] = [];
  // The gateway has a price that this page was not shown.
  await page.route(
    '**/api/v1/orders',
    async (route) => {
      const order = route.request().postDataJSON() as { expectedTotal: number };
      totals.push(order.expectedTotal);
      await route.continue({ postData: JSON.stringify({ ...order, expectedTotal: 1 }) });
    },
    { times: 1 },
  );
  await orderButton(page).click();
  await page.getByText('The price has changed').waitFor();
  await page.getByText(/^Nothing was ordered\. Check the new total/).waitFor();
  assert.ok(Number(totals[0]) > 1);
  await orderButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await untilRemaining(site.url, 'box', before - 1);
  await leave();
});

test('an order that is made offline goes out when the network is back', async () => {
  worker = await site.startWorker();
  const { page, context, leave } = await visit(browser, site.url);
  await openCheckout(page, 'seat:1');
  await context.setOffline(true);
  await orderButton(page).click();
  await page.getByText('Nothing has been sent yet.').waitFor();
  await context.setOffline(false);
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('an order is seen in line, and then as it is settled, without a reload', async () => {
  const { page, leave } = await visit(browser, site.url);
  const polls: string[] = [];
  await openCheckout(page, 'seat:1');
  await orderButton(page).click();
  await untilHeadline(page, 'You are in line');
  await assertAccessible(page);
  await page.reload();
  await untilHeadline(page, 'You are in line');
  page.on('request', (request) => polls.push(request.url()));
  worker = await site.startWorker();
  await untilHeadline(page, 'The tickets are yours');
  const { pathname } = new URL(page.url());
  const asked = polls.filter((url) => url.endsWith(`/api/v1${pathname}`));
  assert.deepEqual(asked, [], 'the server has told, nobody had to ask');
  await leave();
});

test('without the live connection the order is asked for now and then', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.route('**/stream', (route) => route.abort());
  await openCheckout(page, 'seat:1');
  await orderButton(page).click();
  await untilHeadline(page, 'You are in line');
  await page.getByText('The live connection was lost').waitFor();
  worker = await site.startWorker();
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('sold out while in line: it is said, nothing is charged, and another try is a new order', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'gone:1');
  await buyElsewhere(site.url, 'gone', 1);
  await orderButton(page).click();
  await untilHeadline(page, 'You are in line');
  worker = await site.startWorker();
  await untilHeadline(page, 'Sold out while you were ordering');
  await page.getByText('Nothing was charged').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'See what is left' }).click();
  await untilHeadline(page, 'The Big Show');
  await page.getByText('Sold out').first().waitFor();
  await leave();
});

test('when the shop has too much to do, the page counts down and tries again', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'seat-student:1');
  for (let i = 0; i < MAX_BACKLOG; i++) await buyElsewhere(site.url, 'seat', 1);
  await orderButton(page).click();
  await page.getByText(/Nothing has been ordered yet\. Next try in \d+\ss\./).waitFor();
  await assertAccessible(page);
  worker = await site.startWorker();
  await untilHeadline(page, 'The tickets are yours');
  const order = await readOrder(site.url, new URL(page.url()).pathname.slice('/orders/'.length));
  assert.equal(order.items[0]?.ticketId, 'seat-student');
  await leave();
});

test('a page that is slow says so in words', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.clock.install();
  await page.route(/\/api\/v1\/events\?/, () => undefined);
  await page.goto('/');
  await page.getByText('Loading…').waitFor({ state: 'attached' });
  await page.clock.runFor(2100);
  await page.getByText('This is taking longer than it should').waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});
