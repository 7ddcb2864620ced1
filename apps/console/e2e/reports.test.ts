import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { CreateOrderResponse } from '@onsale/api-client';
import { eventually } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  signIn,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 50 }
      - { id: child, name: Child, type: child, price: 10, capacity: 5 }
`;

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

/** Buys in the shop; resolves once the sums have it. */
async function buy(name: string, email: string, qty: number) {
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name, email },
      items: [{ ticketId: 'seat', qty }],
      paymentMethod: 'invoice',
    }),
  });
  const { orderId } = (await response.json()) as CreateOrderResponse;
  await eventually(
    async () =>
      await site.office.postgres.query(
        `select 1 from records.orders where order_id = $1 and status = 'confirmed'`,
        [orderId],
      ),
    (rows) => rows.length === 1,
  );
  return orderId;
}

/** What a report says of one of its sums. */
async function sumOf(page: Page, name: string): Promise<string> {
  const sales = page.getByRole('region', { name: 'Sales', exact: true });
  const fact = sales.locator('dl > div', { has: page.getByText(name, { exact: true }) });
  return await fact.locator('dd').innerText();
}

test('a report adds up a sale and a refund, and its file says the same', async () => {
  const formula = '=HYPERLINK("http://example.com")';
  await buy('Ada "; Lovelace', 'ada@example.com', 1);
  const orderId = await buy(formula, 'bob@example.com', 2);
  const { context, page, leave } = await visit(browser, site.office.consoleUrl);
  await signIn(context, site.office);
  const refund = await page.request.post(`/api/v1/orders/${orderId}/refunds`, {
    headers: { 'idempotency-key': 'one', origin: site.office.consoleUrl },
    data: { amount: 15 },
  });
  assert.ok(refund.ok(), await refund.text());
  await eventually(
    async () =>
      await site.office.postgres.query(
        'select 1 from records.orders where order_id = $1 and refunded > 0',
        [orderId],
      ),
    (rows) => rows.length === 1,
  );

  await page.goto('/reports');
  await page.getByText(/^Recorded until/).waitFor();
  assert.deepEqual(
    [await sumOf(page, 'Sold'), await sumOf(page, 'Refunded'), await sumOf(page, 'Tickets')],
    ['€60.00', '€15.00', '3'],
  );
  assert.equal(await sumOf(page, 'Sales less refunds'), '€45.00');
  const days = page.getByRole('region', { name: 'Sales by day' });
  await days.locator('svg .recharts-bar-rectangle').first().waitFor();
  await days.getByRole('button', { name: 'Show the numbers' }).click();
  await days.getByRole('row', { name: /€60.00.*€15.00.*€45.00/ }).waitFor();
  await assertAccessible(page);

  await page.getByText('Semicolon').click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Orders (CSV)' }).click();
  const rows = parse(await readFile(await (await download).path(), 'utf8'));
  const [heads = [], ...cells] = rows;
  const [total, buyer] = ['Total', 'Name'].map((head) => heads.indexOf(head)) as [number, number];
  assert.deepEqual(cells.map((row) => row[total]).toSorted(), ['20,00', '40,00']);
  assert.deepEqual(cells.map((row) => row[buyer]).toSorted(), [`'${formula}`, 'Ada "; Lovelace']);

  await page.goto('/events/show/reports?from=2020-01-01&to=2020-01-31');
  await page.getByText('Nothing was sold in this period').waitFor();
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  const types = page.getByRole('region', { name: 'Tickets by type' });
  await types.getByRole('button', { name: 'Show the numbers' }).click();
  await types.getByRole('row', { name: /Seat €20.00 3/ }).waitFor();
  await leave();
});

test('a message is written, tested, scheduled and stopped on a phone', async () => {
  await buy('Grace Hopper', 'grace@example.com', 1);
  const { context, page, leave } = await visit(browser, site.office.consoleUrl, PHONE);
  const member = await signIn(context, site.office, {
    grants: [{ role: 'manager', eventId: 'show' }],
  });
  await page.goto('/events/show/messages');
  await page.getByText('No messages yet').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Write a message' }).click();
  const reached = page.getByText(/^[1-3] buyers? would get it/);
  await reached.waitFor();
  await page.getByRole('checkbox', { name: 'Confirmed' }).uncheck();
  await page.getByText('Nobody would get it').waitFor();
  await page.getByRole('checkbox', { name: 'Confirmed' }).check();
  await reached.waitFor();
  await page.getByLabel('Subject').fill('News of {evnt}');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('There is no placeholder {evnt}').waitFor();
  await page.getByLabel('Subject').fill('News of {event}');
  await page.getByRole('textbox', { name: 'Text' }).fill('Dear ');
  await page.getByRole('button', { name: 'Buyer’s name' }).click();
  await page.getByText('News of The Show').waitFor();
  await page.getByText('Dear Ada Lovelace').waitFor();
  await assertAccessible(page);
  // What is typed outlives a reload.
  await page.reload();
  assert.equal(await page.getByRole('textbox', { name: 'Text' }).inputValue(), 'Dear {name}');
  await page.getByRole('button', { name: 'Test to myself' }).click();
  await page.getByText(`The test to ${member.email} is on its way`).waitFor();

  await page.waitForURL(/messages\/msg_/);
  // Nobody overwrites another unseen, not even with what was typed before a reload.
  await page.getByRole('textbox', { name: 'Text' }).fill('Dear {name}!');
  const path = `/api/v1${new URL(page.url()).pathname}`;
  const changed = await page.request.put(path, {
    headers: { 'if-match': '"1"', origin: site.office.consoleUrl },
    data: { subject: 'Other news', body: 'Other', audience: { orders: ['confirmed'] } },
  });
  assert.equal(changed.status(), 200, await changed.text());
  await page.reload();
  await page.getByText(/Somebody else has changed this draft/).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Text' }).inputValue(), 'Dear {name}!');
  await page.getByRole('button', { name: 'Keep mine' }).click();

  await page.getByRole('button', { name: 'Send or schedule …' }).click();
  const dialog = page.getByRole('dialog', { name: 'When should it be sent?' });
  await dialog.getByRole('radio', { name: 'At a chosen time' }).check();
  const time = dialog.getByLabel('By the clock of Europe/Brussels');
  await time.fill('2020-01-01T10:00');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await dialog.getByText('Choose a time within the next year').waitFor();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await time.fill(`${tomorrow}T10:00`);
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('heading', { name: 'News of {event}' }).waitFor();
  const [stored] = await site.office.postgres.query<{ state: string; clock: string }>(
    `select state, to_char(send_at at time zone 'Europe/Brussels', 'YYYY-MM-DD"T"HH24:MI') as clock
     from office.messages`,
  );
  assert.deepEqual([stored?.state, stored?.clock], ['scheduled', `${tomorrow}T10:00`]);

  await page.getByRole('button', { name: 'Stop' }).click();
  const asked = page.getByRole('dialog', { name: 'Stop this message?' });
  await asked.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Delete draft' }).click();
  const last = page.getByRole('dialog', { name: 'Delete this draft?' });
  await last.getByRole('button', { name: 'Delete draft' }).click();
  await page.getByText('No messages yet').waitFor();
  await leave();
});

test('buyers are told of another place when it is saved, once somebody wants it', async () => {
  await buy('Ida Noddack', 'ida@example.com', 1);
  const { context, page, leave } = await visit(browser, site.office.consoleUrl, PHONE);
  await signIn(context, site.office, { grants: [{ role: 'manager', eventId: 'show' }] });
  await page.goto('/events/show/edit');
  await page.getByRole('textbox', { name: 'Venue', exact: true }).fill('New Hall, Ghent');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Tell the buyers?' });
  await dialog.getByText('New Hall, Ghent').waitFor();
  await dialog.getByText('Old Hall, Ghent').waitFor();
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await page.goto('/events/show/messages');
  await page.getByText('Buyers have not been told about this change yet').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Tell the buyers' }).click();
  await dialog.getByLabel('Your note').fill('The old one is flooded.');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Send the mails' }).click();
  await page.getByText('The mails are on their way').waitFor();
  await page.getByText('Buyers have not been told').waitFor({ state: 'detached' });
  const notices = await site.office.postgres.query<{ kind: string; about: object }>(
    'select kind, about from office.notices',
  );
  assert.deepEqual(notices, [
    {
      kind: 'event_changed',
      about: {
        changes: [{ field: 'venue', from: 'Old Hall, Ghent', to: 'New Hall, Ghent' }],
        before: { venue: 'Old Hall, Ghent' },
        note: 'The old one is flooded.',
      },
    },
  ]);
  await page.goto('/events/show/messages');
  await page.getByText('The event has changed').waitFor();
  await assertAccessible(page);
  await leave();
});

/** CSV of semicolons, as a spreadsheet reads it. */
function parse(file: string): string[][] {
  assert.ok(file.startsWith('\uFEFF'));
  const lines = file.slice(1).trimEnd().split('\r\n');
  return lines.map((line) =>
    Array.from(line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g), ([, quoted, plain]) =>
      quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
    ),
  );
}
