import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible,
  type Site,
  signIn,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// The codes of an event, made and used, with the real office and the real shop.

const CATALOG = `
events:
  - id: gala
    name: The Gala
    venue: Hall
    startsAt: 2087-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 40 }
      - { id: crew, name: Crew, type: adult, price: 5, capacity: 40, hidden: true }
`;
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

let site: Site;
let browser: Browser;

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

async function member(options: BrowserContextOptions, role: 'owner' | 'viewer' = 'owner') {
  const { context, page, leave } = await visit(browser, site.office.consoleUrl, options);
  await signIn(context, site.office, { grants: [{ role }] });
  return { page, leave };
}

const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click();

async function buy(ticketId: string, code: string): Promise<number> {
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId, qty: 2 }],
      ...{ paymentMethod: 'invoice', code },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

test('a discount is made, used, counted, switched off and on again', async () => {
  const { page, leave } = await member(WIDE);
  await page.goto('/events/gala/codes');
  await page.getByText('No codes yet').waitFor();
  await assertAccessible(page);
  await press(page, 'Make codes');
  const dialog = page.getByRole('dialog', { name: 'Make codes' });
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('Say how much less is paid.').waitFor();
  await dialog.getByRole('textbox', { name: 'Discount', exact: true }).fill('25');
  await dialog.getByRole('textbox', { name: 'Uses, at most' }).fill('1');
  await dialog.getByRole('textbox', { name: 'Code', exact: true }).fill('summer-25');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('Codes made: 1').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('25 % off.').waitFor();
  await page.getByText('0 of 1 orders').waitFor();

  assert.equal(await buy('seat', 'SUMMER-25'), 201);
  await page.getByText('1 of 1 orders').waitFor();
  await page.getByText('Used up').first().waitFor();
  await assertAccessible(page);

  await press(page, 'More for SUMMER-25');
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByText('SUMMER-25 has uses and stays; switch it off.').waitFor();
  await press(page, 'More for SUMMER-25');
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await page.getByText('SUMMER-25 is switched off.').waitFor();
  assert.equal(await buy('seat', 'SUMMER-25'), 400);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Used up').first().waitFor();
  await leave();
});

test('many random codes sell what nobody else sees, and a file brings more', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/events/gala/codes');
  await press(page, 'Make codes');
  const dialog = page.getByRole('dialog', { name: 'Make codes' });
  await dialog.getByRole('radio', { name: 'Hidden tickets' }).check();
  await dialog.locator('.mantine-MultiSelect-input').first().click();
  await page.getByRole('option', { name: 'Crew (hidden)' }).click();
  await dialog.getByText('Many random codes').click();
  await dialog.getByRole('textbox', { name: 'How many' }).fill('3');
  await dialog.getByRole('textbox', { name: 'Each begins with' }).fill('CREW-');
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('Codes made: 3').waitFor();
  const made = await dialog.getByLabel('The codes').inputValue();
  assert.match(made, /^(CREW-[A-Z0-9]{10}\n?){3}$/);
  assert.equal(await buy('crew', made.split('\n')[0] ?? ''), 201);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await press(page, 'Import');
  const other = page.getByRole('dialog', { name: 'Import' });
  const csv = 'code,unit,percent\nNEXT-10,order,10\nBROKEN,order,900\n';
  await other.locator('input[type=file]').setInputFiles({
    ...{ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) },
  });
  await other.getByRole('button', { name: 'Import' }).click();
  await other.getByText('1 made, 0 changed, 0 as they were').waitFor();
  await other.getByText(/^Line 3: /).waitFor();
  await assertAccessible(page);
  await leave();
});

test('who may not change the event sees no codes', async () => {
  const { page, leave } = await member(WIDE, 'viewer');
  await page.goto('/events/gala');
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Codes' }).count(), 0);
  await leave();
});
