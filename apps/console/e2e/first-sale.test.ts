import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { linkUrl } from '@onsale/contracts';
import { createFirstOwnerLink } from '@onsale/records';
import { catalogOf } from '@onsale/testing';
import { PHONE, type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import type { Browser } from 'playwright-core';

/** So long somebody may need, with the console's own waiting in it and their thinking not. */
const MOST_MS = 180_000;

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: catalogOf(10), office: {}, payments: {} }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

test('from the printed link to the first event on sale and its first order in the list, on a phone', async () => {
  const startedAt = performance.now();
  const { consoleUrl, db } = site.office;
  const { token = '' } = (await createFirstOwnerLink(db)) ?? {};
  const { page, context, leave } = await visit(browser, consoleUrl, PHONE);
  const input = (name: string) => page.getByRole('textbox', { name, exact: true });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await page.goto(linkUrl(consoleUrl, 'first_owner', token));
  await input('Name').fill('Ada Lovelace');
  await input('E-mail address').fill('ada@example.org');
  await page.getByLabel('New password', { exact: true }).fill('correct horse battery');
  await press('Begin');
  const places = page.getByRole('navigation', { name: 'Pages', exact: true });
  await places.getByRole('link', { name: 'Events' }).click();
  await page.getByRole('link', { name: 'New event' }).first().click();
  await input('Name').fill('Night Café');
  await input('Venue').fill('Old Mill');
  await input('Starts').fill('2087-06-20T21:00');
  await input('Price').fill('19.50');
  await input('Number of tickets').fill('80');
  await press('Create the draft');
  await page.getByRole('heading', { name: 'Night Café', level: 1 }).waitFor();
  await press('Publish');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Night Café is published').waitFor();

  // A buyer, on the shop's own page.
  const shop = await context.newPage();
  await shop.goto(`${site.url}/events/night-cafe`);
  await shop.getByText('€19.50').first().waitFor();
  await shop.close();
  assert.equal(await placeOrder(), 201);

  await places.getByRole('link', { name: 'Orders' }).click();
  await page.getByText('Grace Hopper').waitFor();
  await page.getByText('Awaiting payment').first().waitFor();
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < MOST_MS, `it took ${tookMs} ms`);
  await leave();
});

async function placeOrder(): Promise<number> {
  const read = await fetch(`${site.url}/api/v1/tickets?event=night-cafe`);
  const { tickets } = (await read.json()) as { tickets: { id: string }[] };
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Grace Hopper', email: 'grace@example.com' },
      items: [{ ticketId: tickets[0]?.id, qty: 2 }],
      paymentMethod: 'online',
    }),
  });
  return response.status;
}
