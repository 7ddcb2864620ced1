import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { OrderTickets, TicketKey } from '@onsale/api-client';
import { refundTickets } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import { verifyCode } from '@onsale/ticket-codes/verify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buyElsewhere, fillInBuyer } from './buyer.ts';
import { readCodes } from './read-codes.ts';

// The tickets of an order on its page: bought, read by a scanner, and there without a network.

const CATALOG = `
events:
  - id: show
    name: The Show of a Theatre Company with a Very Long Name
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 500 }]
`;
/** The narrowest telephones. */
const NARROW: BrowserContextOptions = { ...PHONE, viewport: { width: 360, height: 740 } };

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, delivery: {} }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function read<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${site.url}/api/v1${path}`);
  assert.equal(response.status, 200, path);
  return (await response.json()) as Answer;
}

/** An order of so many tickets that is confirmed. */
async function confirmed(qty: number): Promise<string> {
  const orderId = await buyElsewhere(site.url, 'seat', qty);
  await eventually(
    async () => (await fetch(`${site.url}/api/v1/orders/${orderId}/tickets`)).status,
    (status) => status === 200,
  );
  return orderId;
}

async function assertGenuine(codes: readonly string[]): Promise<void> {
  const { keys } = await read<{ keys: TicketKey[] }>('/ticket-keys');
  for (const code of codes) {
    const verdict = await verifyCode(code, keys, { eventId: 'show' });
    assert.equal(verdict.ok, true, code);
  }
}

async function codesOf(orderId: string): Promise<string[]> {
  const { tickets } = await read<OrderTickets>(`/orders/${orderId}/tickets`);
  return tickets.flatMap(({ code }) => (code === undefined ? [] : [code]));
}

function codeOf(page: Page, place: number, count: number) {
  return page.getByRole('img', { name: `The code of ticket ${place} of ${count}` });
}

test('who has bought sees the tickets, and sees them again without a network', async () => {
  const { page, context, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/events/show/checkout?basket=seat:2');
  await fillInBuyer(page);
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.getByRole('heading', { level: 1, name: 'The tickets are yours' }).waitFor();
  await codeOf(page, 2, 2).waitFor();
  await page.getByText('Kept on this device').waitFor();

  await context.setOffline(true);
  await page.reload();
  await codeOf(page, 1, 2).waitFor();
  await page.getByText('You are offline').first().waitFor();
  await page.getByText('The Show of a Theatre').first().waitFor();
  const shown = await readCodes(await codeOf(page, 1, 2).screenshot());
  await context.setOffline(false);
  await assertGenuine(shown);
  const orderId = page.url().split('/').at(-1) ?? '';
  assert.deepEqual(shown, (await codesOf(orderId)).slice(0, 1));
  await leave();
});

test('a browser in another window opens the order without a network, and nothing else', async () => {
  const orderId = await confirmed(1);
  const { page, context, leave } = await visit(browser, site.url, PHONE);
  await page.goto(`/orders/${orderId}`);
  await page.getByText('Kept on this device').waitFor();
  await page.close();
  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto(`/orders/${orderId}`);
  await codeOf(again, 1, 1).waitFor();
  const other = await context.newPage();
  await assert.rejects(other.goto('/events/show'), /ERR_INTERNET_DISCONNECTED/);
  // The way from the order to the events leads to no price either.
  await again.getByRole('link', { name: 'Onsale' }).click();
  await again.getByText('You are offline').first().waitFor();
  assert.equal(await again.getByText('€').count(), 0);
  await leave();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a scanner reads each code from the screen of a small telephone in ${colorScheme}`, async () => {
    const orderId = await confirmed(4);
    const { page, leave } = await visit(browser, site.url, { ...NARROW, colorScheme });
    await page.goto(`/orders/${orderId}`);
    const wanted = await codesOf(orderId);
    const found: string[] = [];
    for (let place = 1; place <= 4; place++) {
      await codeOf(page, place, 4).scrollIntoViewIfNeeded();
      found.push(...(await readCodes(await page.screenshot())));
      await page.getByText(`${place} of 4`).waitFor();
    }
    assert.deepEqual([...new Set(found)], wanted);
    await assertGenuine(wanted);
    await page.getByRole('button', { name: 'The code of ticket 3 of 4' }).click();
    const screen = page.getByRole('dialog');
    await screen.getByText('3 of 4').waitFor();
    assert.deepEqual(await readCodes(await page.screenshot()), wanted.slice(2, 3));
    const excess = await screen.evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.equal(excess, 0, 'all of it is in view');
    await assertAccessible(page);
    await page.emulateMedia({ colorScheme });
    await screen.getByRole('button', { name: 'Next' }).click();
    await eventually(
      async () => await readCodes(await page.screenshot()),
      (codes) => codes.join() === wanted[3],
    );
    await screen.getByRole('button', { name: 'Close' }).click();
    await screen.waitFor({ state: 'hidden' });
    await leave();
  });
}

test('a ticket gets a name in any script, and with it a new code', async () => {
  const name = 'ليلى حداد';
  const orderId = await confirmed(2);
  const [first = '', second = ''] = await codesOf(orderId);
  const { page, leave } = await visit(browser, site.url, NARROW);
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: 'Put a name on this ticket' }).first().click();
  const field = page.getByLabel('Name on the ticket');
  await page.getByText('The ticket gets a new code').waitFor();
  await assertAccessible(page);
  await field.fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change the name' }).waitFor();
  await page.getByText(name).waitFor();
  const codes = await codesOf(orderId);
  assert.notEqual(codes[0], first);
  assert.equal(codes[1], second);
  assert.deepEqual(await readCodes(await codeOf(page, 1, 2).screenshot()), codes.slice(0, 1));
  await leave();
});

test('each ticket is printed with its code, and without buttons', async () => {
  const orderId = await confirmed(3);
  const { page, leave } = await visit(browser, site.url, { colorScheme: 'dark' });
  await page.goto(`/orders/${orderId}`);
  await codeOf(page, 3, 3).waitFor();
  await page.emulateMedia({ media: 'print' });
  const wanted = await codesOf(orderId);
  const printed = await readCodes(await page.screenshot({ fullPage: true }));
  assert.deepEqual(printed.toSorted(), wanted.toSorted());
  assert.equal(await page.getByRole('button', { name: 'Put a name' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Tickets as PDF' }).count(), 0);
  await leave();
});

test('a ticket that was refunded has no code, and an order of them no tickets, without a network too', async () => {
  const orderId = await confirmed(2);
  const { ledger } = site.delivery;
  const { page, context, leave } = await visit(browser, site.url, PHONE);
  await page.goto(`/orders/${orderId}`);
  await page.getByText('Kept on this device').waitFor();
  await refundTickets(ledger, orderId, { id: 'one', amountMinor: 2000, tickets: [[0, 1]] });
  await page.reload();
  await page.getByText('is no longer valid.').waitFor();
  assert.equal(await codeOf(page, 1, 2).count(), 0);
  await codeOf(page, 2, 2).waitFor();
  await assertAccessible(page);
  await refundTickets(ledger, orderId, { id: 'two', amountMinor: 2000, tickets: [[0, 2]] });
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Your money is on its way back' }).waitFor();
  await codeOf(page, 2, 2).waitFor({ state: 'detached' });
  await context.setOffline(true);
  await page.reload();
  await page
    .getByText(/You are offline|We can’t reach the shop/)
    .first()
    .waitFor();
  assert.equal(await codeOf(page, 2, 2).count(), 0);
  await leave();
});

test('without delivery an order is shown as before', async () => {
  const orderId = await confirmed(1);
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.route('**/orders/*/tickets', (route) =>
    route.fulfill({ status: 404, json: { error: 'not found', code: 'NOT_FOUND', details: [] } }),
  );
  await page.goto(`/orders/${orderId}`);
  await page.getByText('2087').first().waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Your tickets' }).count(), 0);
  await leave();
});
