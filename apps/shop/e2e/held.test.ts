import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import type { Browser, Page } from 'playwright-core';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import { buyElsewhere, fillInBuyer, readOrder, untilRemaining } from './buyer.ts';

// Orders that are held for a payment, in a real browser, at the real system.

const CATALOG = `
events:
  - id: brief
    name: The Brief Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    holdMinutes: 0.15
    tickets:
      - { id: brief-seat, name: Seat, type: adult, price: 20, capacity: 5 }
  - id: patient
    name: The Patient Show
    venue: Old Hall, Ghent
    startsAt: 2087-06-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online, invoice]
    tickets:
      - { id: patient-seat, name: Seat, type: adult, price: 20, capacity: 5 }
  - id: shared
    name: The Shared Room
    venue: Old Hall, Ghent
    startsAt: 2087-06-01T20:00:00+02:00
    currency: EUR
    pools: [{ id: room, capacity: 30 }]
    tickets:
      - { id: shared-adult, name: Adult, type: adult, price: 20, capacity: 30, pool: room }
      - { id: shared-child, name: Child, type: child, price: 10, capacity: 30, pool: room }
      - id: shared-late
        name: At the door
        type: adult
        price: 5
        capacity: 30
        pool: room
        salesFrom: 2087-06-01T12:00:00+02:00
`;

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

/** Orders two tickets of an event; resolves on the page of the order. */
async function order(page: Page, eventId: string): Promise<string> {
  await page.goto(`/events/${eventId}`);
  const more = page.getByRole('button', { name: 'One more: Seat' });
  await more.click();
  await more.click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillInBuyer(page);
  // The one way to pay is no choice.
  if (eventId === 'brief') assert.equal(await page.getByRole('radio').count(), 0);
  else await page.getByLabel('Pay online').check();
  await page.getByRole('button', { name: 'Buy now' }).click();
  await headline(page, 'Your tickets are held').waitFor();
  return new URL(page.url()).pathname.replace('/orders/', '');
}

function headline(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name });
}

test('an order that nobody pays for is counted down and expires', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  const orderId = await order(page, 'brief');
  assert.equal((await readOrder(site.url, orderId)).status, 'held');
  await page
    .getByRole('timer')
    .getByText(/^0:0\d$/)
    .waitFor();
  await untilRemaining(site.url, 'brief-seat', 3);
  await headline(page, 'Your time is up').waitFor();
  assert.equal(await page.getByRole('timer').count(), 0);
  await untilRemaining(site.url, 'brief-seat', 5);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'See what is left' }).click();
  await headline(page, 'The Brief Show').waitFor();
  await leave();
});

test('the countdown does not depend on the clock of the visitor', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.clock.install({ time: Date.now() - 3 * 3_600_000 });
  const orderId = await order(page, 'patient');
  await page
    .getByRole('timer')
    .getByText(/^1[45]:\d\d$/)
    .waitFor();
  await page.clock.runFor(60_000);
  await page
    .getByRole('timer')
    .getByText(/^1[34]:\d\d$/)
    .waitFor();
  assert.equal((await readOrder(site.url, orderId)).status, 'held');
  await leave();
  await cancel(orderId);
});

test('a held order is given back after one more question', async () => {
  const { page, leave } = await visit(browser, site.url);
  const orderId = await order(page, 'patient');
  await page.getByRole('button', { name: 'Give the tickets back' }).press('Enter');
  await assertAccessible(page);
  // Whoever uses the keyboard stays where they are, and a second press gives nothing back.
  await page.getByRole('button', { name: 'Keep them' }).and(page.locator(':focus')).press('Enter');
  assert.equal((await readOrder(site.url, orderId)).status, 'held');
  await page.getByRole('button', { name: 'Give the tickets back' }).click();
  await page.getByRole('button', { name: 'Yes, give them back' }).click();
  await headline(page, 'Your order is cancelled').waitFor();
  assert.equal((await readOrder(site.url, orderId)).status, 'cancelled');
  await untilRemaining(site.url, 'patient-seat', 5);
  await leave();
});

test('who comes while others hold the last tickets is told so', async () => {
  const held = await buyElsewhere(site.url, 'patient-seat', 5, 'online');
  await untilHeld(held);
  const { page, leave } = await visit(browser, site.url);
  // The page was opened while there still were some.
  await page.route('**/api/v1/tickets*', async (route) => {
    const answer = await route.fetch();
    const text = (await answer.text()).replaceAll('"remaining":0', '"remaining":5');
    await route.fulfill({ response: answer, body: text });
  });
  await page.goto('/events/patient');
  await page.getByRole('button', { name: 'One more: Seat' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Bob');
  await page.getByLabel('E-mail').fill('bob@example.com');
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.getByText('Others are holding the last tickets').waitFor();
  await page.getByText('1 × Seat').waitFor();
  await assertAccessible(page);
  // Some come back, and it is the buyer who tries again.
  await cancel(held);
  await page.getByRole('button', { name: 'Try again' }).click();
  await headline(page, 'Your tickets are held').waitFor();
  await cancel(new URL(page.url()).pathname.replace('/orders/', ''));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
  await untilRemaining(site.url, 'patient-seat', 5);
});

async function untilHeld(orderId: string): Promise<void> {
  await eventually(
    () => readOrder(site.url, orderId),
    ({ status }) => status === 'held',
  );
}

async function cancel(orderId: string): Promise<void> {
  const answer = await fetch(`${site.url}/api/v1/orders/${orderId}/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(answer.status, 200, await answer.text());
}

test('the page offers what is on sale now, and counts a shared room once', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/');
  await page.getByText('30 tickets left').waitFor();
  await page.goto('/events/shared?basket=shared-late:2,shared-child:1');
  await page.getByText(/^On sale from .*1 Jun 2087/).waitFor();
  await page.getByText('At the door is no longer on sale and was removed.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'One more: At the door' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'One more: Child' }).count(), 1);
  await leave();
});
