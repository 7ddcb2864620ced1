import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually, type ServiceProcess } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { buyElsewhere, fillInBuyer, readOrder } from './buyer.ts';

// The page of an order, from the click to its end. The worker runs only where a test starts it, so that
// orders can be seen in line.

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 500 }]
  - id: paid
    name: The Paid Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    tickets: [{ id: paid, name: Seat, type: adult, price: 20, capacity: 5 }]
`;

let site: Site;
let browser: Browser;
let worker: ServiceProcess | undefined;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, worker: false }),
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

async function order(page: Page, eventId: string, ticketId: string): Promise<void> {
  await page.goto(`/events/${eventId}/checkout?basket=${ticketId}:2`);
  await fillInBuyer(page);
  await page.getByRole('button', { name: 'Buy now' }).click();
}

async function untilHeadline(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

test('the page of an order draws at once, before the server has told anything of it', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  // No read of the order is answered.
  await page.route(/\/api\/v1\/orders\/./, () => undefined);
  await order(page, 'show', 'seat');
  await untilHeadline(page, 'You are in line');
  await page.getByText('2 × Seat').waitFor();
  await page.getByText('€40.00').last().waitFor();
  await page.getByText('Ada Okoro').waitFor();
  await page.getByRole('heading', { level: 2, name: 'The Show' }).waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  worker = await site.startWorker();
  await leave();
});

test('who waits sees how many are ahead, and that it moves', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  for (let i = 0; i < 3; i++) await buyElsewhere(site.url, 'seat', 1);
  await order(page, 'show', 'seat');
  await untilHeadline(page, 'You are in line');
  await page.getByText(/\d orders are ahead of yours\./).waitFor();
  // Known or not, it is said.
  await page.getByText(/can’t say right now|at the current pace|in a moment/).waitFor();
  await assertAccessible(page);
  worker = await site.startWorker();
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('an estimate is said as far as it is known', async () => {
  const { page, leave } = await visit(browser, site.url);
  const orderId = await buyElsewhere(site.url, 'seat', 1);
  const line = { ahead: 3214, estimateS: 12 };
  await page.route('**/stream', () => undefined);
  await page.route(`**/api/v1/orders/${orderId}`, async (route) => {
    const known = await readOrder(site.url, orderId);
    await route.fulfill({ json: { ...known, status: 'pending', line } });
  });
  await page.goto(`/orders/${orderId}`);
  await page.getByText('3,214 orders are ahead of yours.').waitFor();
  await page.getByText('About 15 seconds at the current pace.').waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  worker = await site.startWorker();
  await leave();
});

test('a held order is counted down at the top of the first screen of a phone', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url, PHONE);
  await order(page, 'paid', 'paid');
  await untilHeadline(page, 'Your tickets are held');
  const timer = page.getByRole('timer');
  await timer.getByText(/^1[45]:\d\d$/).waitFor();
  const box = await timer.boundingBox();
  assert.ok(box !== null && box.y + box.height < 420, JSON.stringify(box));
  await assertAccessible(page);
  await leave();
});

test('refunded tickets are named, with what was paid back', async () => {
  worker = await site.startWorker();
  const { page, leave } = await visit(browser, site.url);
  const orderId = await buyElsewhere(site.url, 'seat', 3);
  await eventually(
    () => readOrder(site.url, orderId),
    ({ status }) => status === 'confirmed',
  );
  await page.route(`**/api/v1/orders/${orderId}`, async (route) => {
    const known = await readOrder(site.url, orderId);
    const items = known.items.map((item) => ({ ...item, refunded: [1, 3] }));
    await route.fulfill({ json: { ...known, items, refundedTotal: 40, fee: 3, tax: 9.58 } });
  });
  await page.goto(`/orders/${orderId}`);
  await page.getByText('tickets 1, 3 refunded').waitFor();
  await page.getByText('Paid back').waitFor();
  await page.getByText('Includes a fee of €3.00').waitFor();
  await page.getByText('Includes €9.58 tax').waitFor();
  await assertAccessible(page);
  await leave();
});

test('the address can be copied by a button with a name, or selected where nothing may be copied', async () => {
  worker = await site.startWorker();
  const orderId = await buyElsewhere(site.url, 'seat', 1);
  const { page, context, leave } = await visit(browser, site.url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: 'Copy the address' }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await leave();

  const plain = await visit(browser, site.url, PHONE);
  // As on plain http under a name.
  await plain.page.addInitScript(() =>
    Object.defineProperty(globalThis, 'isSecureContext', { value: false }),
  );
  await plain.page.goto(`/orders/${orderId}`);
  const address = plain.page.getByLabel('The address of this order');
  assert.equal(await address.inputValue(), plain.page.url());
  await address.focus();
  const selected = await plain.page.evaluate(() => document.getSelection()?.toString());
  assert.equal(selected, plain.page.url());
  await assertAccessible(plain.page);
  await plain.leave();
});

test('an order that is not there says what may have become of it', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/orders/no-such-order');
  await untilHeadline(page, 'There is no such order');
  await page.getByText('Old orders are not kept here').waitFor();
  await leave();
});

test('a crowd at the door is not taken for an order that does not exist', async () => {
  worker = await site.startWorker();
  const orderId = await buyElsewhere(site.url, 'seat', 1);
  const { page, leave } = await visit(browser, site.url);
  await page.route(
    `**/api/v1/orders/${orderId}`,
    (route) =>
      route.fulfill({
        status: 429,
        headers: { 'retry-after': '1' },
        json: { error: 'too many requests', code: 'RATE_LIMITED', details: [] },
      }),
    { times: 1 },
  );
  await page.goto(`/orders/${orderId}`);
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});
