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
      - { id: late, name: Late, type: adult, price: 8, capacity: 40, salesFrom: '2087-01-01T10:00:00Z' }
`;
const CODES = '/api/v1/events/gala/codes';
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

const shot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
};

async function buy(ticketId: string, code: string, qty = 2): Promise<number> {
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId, qty }],
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
  await dialog.getByText('Enter the discount.').waitFor();
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
  const ask = page.getByRole('dialog', { name: 'Remove SUMMER-25?' });
  await ask.getByRole('button', { name: 'Remove' }).click();
  await page
    .getByText('SUMMER-25 has been used, so it can’t be removed. Switch it off instead.')
    .waitFor();
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
  await other.getByText('1 made, 0 changed, 0 unchanged').waitFor();
  await other.getByText(/^Line 3: percent must be above 0/).waitFor();
  await assertAccessible(page);
  await leave();
});

test('a presale and larger orders are made, changed and copied', async () => {
  const { page, leave } = await member(WIDE);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/events/gala/codes');
  const dialog = page.getByRole('dialog', { name: 'Make codes' });
  await press(page, 'Make codes');
  await dialog.getByRole('radio', { name: 'Presale' }).check();
  await dialog.locator('.mantine-MultiSelect-input').first().click();
  await page.getByRole('option', { name: 'Late' }).click();
  await dialog.getByRole('textbox', { name: 'Code', exact: true }).fill('early-bird');
  await shot(page, 'presale');
  assert.equal(await buy('late', 'EARLY-BIRD'), 400, 'not there yet');
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('Codes made: 1').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await buy('late', 'EARLY-BIRD'), 201);

  await press(page, 'Make codes');
  await dialog.getByRole('radio', { name: 'Larger orders' }).check();
  await dialog.getByRole('textbox', { name: 'Tickets in an order, at most' }).fill('12');
  await dialog.getByRole('textbox', { name: 'Code', exact: true }).fill('GROUP-12');
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('Codes made: 1').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await buy('seat', 'EARLY-BIRD', 12), 400);
  assert.equal(await buy('seat', 'GROUP-12', 12), 201);

  // The same once more, for something else: said at its field.
  await press(page, 'Make codes');
  await dialog.getByRole('textbox', { name: 'Discount', exact: true }).fill('5');
  await dialog.getByRole('textbox', { name: 'Code', exact: true }).fill('group-12');
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await dialog.getByText('GROUP-12 exists already, and does something else.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // An end in the second of the hours that come twice stays there.
  const end = '2087-10-26T01:30:00.000Z';
  const rule = { unit: 'order', maxPerOrder: 12, validTo: end };
  const put = await page.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'PUT', headers, body })).status;
    },
    [`${CODES}/GROUP-12`, JSON.stringify({ rule, off: false })] as const,
  );
  assert.equal(put, 200);
  await page.getByText('Until Sun, 26 Oct 2087, 02:30').waitFor();
  await press(page, 'More for GROUP-12');
  await page.getByRole('menuitem', { name: 'Change' }).click();
  const change = page.getByRole('dialog', { name: 'Change GROUP-12' });
  await change.getByRole('textbox', { name: 'Tickets in an order, at most' }).fill('14');
  await shot(page, 'change');
  await assertAccessible(page);
  await change.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Up to 14 tickets in an order.').waitFor();
  const changed = await (await page.request.get(`${CODES}/GROUP-12`)).json();
  assert.equal(Date.parse(changed.rule.validTo), Date.parse(end));

  await press(page, 'Copy the link with EARLY-BIRD');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\/events\/gala\?code=EARLY-BIRD$/);
  await leave();
});

test('an import that stops tells what is done in German, and goes on from there', async () => {
  const { page, leave } = await member({ ...PHONE, locale: 'de-DE' });
  await page.goto('/events/gala/codes');
  const lines = Array.from({ length: 3100 }, (_, i) => `LONG-${i};10`);
  lines[1] = 'A B;900';
  const buffer = Buffer.from(['Code;Prozent weniger', ...lines].join('\r\n'));
  let parts = 0;
  await page.route('**/codes/import', async (route) => {
    parts += 1;
    await (parts === 2 ? route.abort() : route.continue());
  });
  await press(page, 'Importieren');
  const dialog = page.getByRole('dialog', { name: 'Importieren' });
  await dialog.locator('input[type=file]').setInputFiles({
    ...{ name: 'codes.csv', mimeType: 'text/csv', buffer },
  });
  await dialog.getByRole('button', { name: 'Importieren' }).click();
  await dialog.getByText('Der Import hat vor Zeile 1.502 aufgehört').waitFor();
  await dialog.getByText('1.499 angelegt, 0 geändert, 0 wie zuvor').waitFor();
  await dialog.getByText('Nicht übernommene Zeilen: 1', { exact: true }).waitFor();
  await dialog
    .getByText(/^Zeile 3: Code muss aus 3 bis 32 .*; Prozent weniger muss über 0/)
    .waitFor();
  await shot(page, 'stopped');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Weiter ab Zeile 1.502' }).click();
  await dialog.getByText('3.099 angelegt, 0 geändert, 0 wie zuvor').waitFor();
  await dialog.getByRole('button', { name: 'Schließen' }).last().click();
  await page.getByText('LONG-').first().waitFor();
  await shot(page, 'phone-list');

  await press(page, 'Importieren');
  await dialog.locator('input[type=file]').setInputFiles({
    ...{ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('Name;Farbe\nA;rot') },
  });
  await dialog.getByRole('button', { name: 'Importieren' }).click();
  await dialog
    .getByText('Die Datei muss mit Überschriften beginnen, von denen eine Code')
    .waitFor();
  await leave();
});

test('who may not change the event sees no codes', async () => {
  const { page, leave } = await member(WIDE, 'viewer');
  await page.goto('/events/gala');
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Codes' }).count(), 0);
  await leave();
});
