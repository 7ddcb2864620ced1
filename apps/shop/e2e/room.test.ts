import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { fillInBuyer, readOrder } from './buyer.ts';
import { payAtBank, untilBank } from './test-bank.ts';

// A sale with a waiting room, from the lobby to the tickets, with all real services.

/** Late enough for a buyer to have filled in everything by then. */
const opens = new Date(Date.now() + 45_000).toISOString().replace(/\.\d+Z/, '+00:00');
const CATALOG = `
events:
  - id: noon
    name: The Noon Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    salesFrom: '${opens}'
    currency: EUR
    paymentMethods: [online]
    waitingRoom: { opens: from, from: '${opens}', lobbyFrom: '2026-01-01T00:00:00Z' }
    tickets: [{ id: noon-seat, name: Seat, type: adult, price: 20, capacity: 50 }]
  - id: steady
    name: The Steady Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { opens: always }
    tickets: [{ id: steady-seat, name: Seat, type: adult, price: 20, capacity: 1 }]
`;

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({
      ...{ catalog: CATALOG, payments: {}, waitingRoom: {} },
      nginxEnvironment: { RATE_LIMIT_REQUESTS: '0' },
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function untilHeadline(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}
const panel = (page: Page) => page.getByRole('region', { name: 'Waiting room' });

test('from the lobby over the lot to one press in one’s turn, and to the tickets', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/events/noon');
  await page.getByText('This event has a waiting room').waitFor();
  await assertAccessible(page);
  // Chosen before the sale begins.
  await page.getByRole('button', { name: 'One more: Seat' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await panel(page)
    .getByText(/^The sale begins on/)
    .waitFor();
  await page.getByRole('button', { name: 'Check my details' }).click();
  await page.getByText('Enter your name').waitFor();
  await fillInBuyer(page);
  await page.getByRole('button', { name: 'Check my details' }).click();
  await page.getByText('Everything is filled in').waitFor();
  await assertAccessible(page);
  // What is typed outlives a reload of the page and a look at the line.
  const search = new URL(page.url()).search;
  await panel(page).getByRole('link', { name: 'See the line' }).click();
  await page.getByText('You are in.').waitFor();
  await page.getByRole('link', { name: 'Fill in your order while you wait' }).click();
  assert.equal(new URL(page.url()).search, search);
  await panel(page).waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ada Okoro');

  await panel(page).getByText('It’s your turn').waitFor();
  assert.match(await page.title(), /^It’s your turn · /);
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await untilBank(page);
  await payAtBank(page);
  await untilHeadline(page, 'The tickets are yours');
  const orderId = new URL(page.url()).pathname.replace('/orders/', '');
  assert.equal((await readOrder(site.url, orderId)).status, 'confirmed');
  await leave();
});

test('an admission that the page does not know yet is asked for; without a turn the way leads to the line', async () => {
  const first = await visit(browser, site.url);
  await first.page.goto('/events/steady/checkout?basket=steady-seat:1');
  await panel(first.page).getByText('It’s your turn').waitFor();

  const second = await visit(browser, site.url);
  await second.page.goto('/events/steady/checkout?basket=steady-seat:1');
  await panel(second.page).getByText('You are next').waitFor();
  await panel(second.page).getByText('All remaining tickets may go').waitFor();
  await assertAccessible(second.page);
  // A page that believes it is its turn, as one that has slept may.
  await fillInBuyer(second.page);
  await second.page.route('**/api/v1/lines/steady', (route) =>
    route.fulfill({ json: { ...OFF, eventId: 'steady' } }),
  );
  await second.page.getByRole('button', { name: 'Buy now' }).click();
  await second.page.getByText('It is not your turn yet').waitFor();
  const link = second.page.getByRole('link', { name: 'To the waiting room' });
  assert.equal(await link.getAttribute('href'), '/line/steady?basket=steady-seat%3A1');
  await second.page.unroute('**/api/v1/lines/steady');

  // The first has one press to make, even when the page has just forgotten its admission.
  await fillInBuyer(first.page);
  await first.page.route('**/api/v1/orders', async (route) => {
    const headers = { ...route.request().headers() };
    if (!isDropped) delete headers['onsale-admission'];
    isDropped = true;
    await route.continue({ headers });
  });
  let isDropped = false;
  await first.page.getByRole('button', { name: 'Buy now' }).click();
  await untilHeadline(first.page, 'The tickets are yours');
  assert.ok(isDropped);
  await eventually(
    async () => await panel(second.page).textContent(),
    (text) => text?.includes('All tickets are sold') === true,
  );
  for (const { leave } of [first, second]) await leave();
});

/** What a line says when nobody needs to wait. */
const OFF = {
  ...{ name: 'The Steady Show', status: 'off', serving: 0, lastNumber: 0, lobby: 0, waiting: 0 },
  ...{ turns: 0, before: [], left: [], remaining: 1, held: 0, turnS: 300, pollS: 1, spreadS: 1 },
};
