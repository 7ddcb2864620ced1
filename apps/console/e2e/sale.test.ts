import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readMembers, removeMember } from '@onsale/records';
import {
  assertAccessible,
  PHONE,
  signIn,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, BrowserContextOptions } from 'playwright-core';

// The live sale of an event, and its cancellation.

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    pools: [{ id: hall, capacity: 60 }]
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 50, pool: hall }
      - { id: child, name: Child, type: child, price: 10, capacity: 5 }
`;

let site: Site | undefined;
let browser: Browser | undefined;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, office: {} }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function enter(options: BrowserContextOptions = {}) {
  const { office } = site as Site;
  const visitor = await visit(browser as Browser, office.consoleUrl, options);
  return { ...visitor, member: await signIn(visitor.context, office) };
}

async function buy(name: string): Promise<void> {
  const customer = { name, email: 'ada@example.com' };
  const items = [{ ticketId: 'seat', qty: 2 }];
  const response = await fetch(`${site?.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer, items, paymentMethod: 'invoice' }),
  });
  assert.equal(response.status, 201);
}

test('the page follows the sale, and stops it in one press that can be taken back', async () => {
  const { page, leave } = await enter({ ...PHONE });
  await page.goto('/events/show/sale');
  const seats = page.getByRole('list', { name: 'Tickets' }).getByRole('listitem').first();
  await seats.getByText('50').first().waitFor();
  await page.getByText('Tickets are on sale now.').waitFor();
  await assertAccessible(page);
  await buy('Ada Lovelace');
  await seats.getByText('48').waitFor();
  await page.getByText('€40.00').first().waitFor();
  await page.getByText('1 order', { exact: true }).first().waitFor();

  await page.getByRole('button', { name: 'Pause the sale' }).press('Enter');
  await page.getByText(/^The sale is paused\. Orders on hold/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Tickets are on sale now.').waitFor();
  await leave();
});

test('an event is cancelled by whoever types its name, and it is told what is left to do', async () => {
  const { page, leave } = await enter();
  await page.goto('/events/show/sale');
  const before = page.getByRole('button', { name: 'Cancel the event' });
  await before.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Cancel The Show?' });
  await dialog.getByText('€40.00 for 1 order', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await before.press('Enter');
  await dialog.getByText('€40.00 for 1 order', { exact: true }).waitFor();
  await dialog.getByLabel('Type the name of the event').fill('The Sho');
  await page.keyboard.press('Enter');
  await dialog.getByText('That isn’t the name: The Show').waitFor();
  await assertAccessible(page);
  await dialog.getByLabel('Type the name of the event').fill('The Show');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('0 of 1 orders are done').waitFor();
  const task = page.getByRole('region', { name: 'Refunds of all orders' });
  await task.getByText('To pay back by hand').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'I paid it back: Ada Lovelace' }).click();
  await page.getByText('1 of 1 orders are done').waitFor();
  await task.getByText('Done', { exact: true }).waitFor();
  await page.getByText('The event is cancelled.', { exact: true }).waitFor();
  await leave();
});

test('the open page of a removed member asks to sign in', async () => {
  const { page, leave, member } = await enter();
  await page.goto('/events/show/sale');
  await page.getByText('The event is cancelled.').waitFor();
  const { db } = (site as Site).office;
  const who = (await readMembers(db)).find(({ email }) => email === member.email);
  assert.equal(await removeMember(db, who?.memberId ?? ''), 'done');
  await page.waitForURL(/\/sign-in\?to=%2Fevents%2Fshow%2Fsale/);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await leave();
});
