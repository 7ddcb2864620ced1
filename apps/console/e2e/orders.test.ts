import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreateOrderResponse } from '@onsale/api-client';
import { eventually, type TestMember } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  signIn,
  type Site,
  startBrowser,
  startSite,
  type Visit,
  visit,
} from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// The frame of the console, its first page, and orders: the real system, behind the real door.

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    questions: [{ id: shirt, text: Which shirt?, type: text }]
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 50 }
      - { id: child, name: Child, type: child, price: 10, capacity: 5 }
  - id: talk
    name: The Talk
    venue: Old Hall, Ghent
    startsAt: 2087-06-01T20:00:00+02:00
    currency: EUR
    tickets: [{ id: chair, name: Chair, type: adult, price: 5, capacity: 50 }]
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

type Grants = NonNullable<Parameters<typeof signIn>[2]>['grants'];

/** Opens the console as a member with these roles; an owner by default. */
async function enter(
  grants?: Grants,
  options: BrowserContextOptions = {},
): Promise<Visit & { member: TestMember }> {
  const visitor = await visit(browser, site.office.consoleUrl, options);
  const member = await signIn(visitor.context, site.office, grants === undefined ? {} : { grants });
  return { ...visitor, member };
}

/** Buys in the shop; resolves with the order's id once it can be found in the office. */
async function buy(name: string, email: string, items = [{ ticketId: 'seat', qty: 2 }]) {
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: { name, email }, items, paymentMethod: 'invoice' }),
  });
  const { orderId } = (await response.json()) as CreateOrderResponse;
  await eventually(
    async () =>
      await site.office.postgres.query('select 1 from records.orders where order_id = $1', [
        orderId,
      ]),
    (rows) => rows.length === 1,
  );
  return orderId;
}

describe('orders in the console', { concurrency: false }, () => {
  test('an order is found as one types, opened, and refunded by ticket', async () => {
    const orderId = await buy('Jürgen Müller', 'juergen@example.com');
    await buy('Grace Hopper', 'grace@example.com');
    const { page, leave } = await enter();
    await page.goto('/orders');
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    await assertAccessible(page);
    await page.getByRole('searchbox', { name: 'Search orders' }).fill('mull');
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).searchParams.get('q'), 'mull');
    await page.getByRole('link', { name: 'Jürgen Müller' }).click();
    await page.getByRole('heading', { name: 'Jürgen Müller' }).waitFor();
    assert.ok(page.url().endsWith(`/orders/${orderId}`));
    await assertAccessible(page);

    await page.getByRole('button', { name: 'Refund' }).click();
    const dialog = page.getByRole('dialog', { name: 'Refund this order' });
    await dialog.getByText('Tickets', { exact: true }).click();
    await dialog.getByRole('button', { name: /^Refund/ }).click();
    await dialog.getByText('Choose at least one ticket').waitFor();
    await dialog.getByRole('checkbox', { name: /Seat 1/ }).check();
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Refund €20.00' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('The refund of €20.00 is noted. Now pay it back.').waitFor();
    await page
      .getByRole('row', { name: /Seat 1/ })
      .getByText('void')
      .waitFor();
    await page.getByText('Refunded by the team').waitFor();
    await leave();
  });

  test('a name is corrected, and whoever saves after somebody else sees what changed', async () => {
    const orderId = await buy('Jane Doe', 'jane@example.com');
    const { page, leave } = await enter();
    await page.goto(`/orders/${orderId}`);
    await change(page, 'Correct name or address');
    const dialog = page.getByRole('dialog', { name: 'Correct name or address' });
    await dialog.getByLabel('Name').fill('Jane Roe');
    await dialog.getByLabel('E-mail').fill('jane');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('must be a valid e-mail address').waitFor();
    await dialog.getByLabel('E-mail').fill('jane@example.com');
    const other = await enter();
    await other.page.goto(`/orders/${orderId}`);
    await change(other.page, 'Names on tickets');
    const others = other.page.getByRole('dialog', { name: 'Names on tickets' });
    await others.getByLabel('Seat 1').fill('Mary');
    await others.getByRole('button', { name: 'Save' }).click();
    await others.waitFor({ state: 'detached' });
    await other.leave();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/Somebody has changed this order in the meantime/).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Jane Roe' }).waitFor();
    await page.getByRole('row', { name: /Mary/ }).waitFor();
    await leave();
  });

  test('a ticket that was lost is issued again', async () => {
    const orderId = await buy('Lou Lost', 'lou@example.com');
    const { page, leave } = await enter();
    await page.goto(`/orders/${orderId}`);
    await change(page, 'Issue tickets again');
    const dialog = page.getByRole('dialog', { name: 'Issue tickets again' });
    await dialog.getByRole('button', { name: 'Issue again' }).click();
    await dialog.getByText('Choose at least one ticket').waitFor();
    await dialog.getByLabel('Seat 2').check();
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Issue again' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('version 2').waitFor();
    await page.getByText('Tickets issued again').waitFor();
    await leave();
  });

  test('a note is written, removed, and put back', async () => {
    const orderId = await buy('Nora Note', 'nora@example.com');
    const { page, leave } = await enter(undefined, { ...PHONE });
    await page.goto(`/orders/${orderId}`);
    const text = '<b>Comes late</b>; DROP TABLE';
    await page.getByRole('textbox', { name: 'Note' }).fill(text);
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('button', { name: 'Remove this note' }).click();
    await page.getByRole('button', { name: 'Remove this note' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Remove this note' }).waitFor();
    await page.getByText(text).first().waitFor();
    await leave();
  });

  test('the desk sells on a phone, and asks for what is missing', async () => {
    const { page, leave } = await enter([{ role: 'box_office', eventId: 'show' }], { ...PHONE });
    await page.goto('/events/show/desk');
    await page.getByRole('button', { name: /^Sell for/ }).click();
    await page.getByText('Choose at least one ticket').waitFor();
    await page.getByRole('button', { name: 'One more: Child' }).click();
    await page.getByRole('button', { name: 'One more: Seat' }).click();
    await page.getByRole('button', { name: 'One more: Seat' }).click();
    await assertAccessible(page);
    await page.getByLabel('Name').fill('Walter Walk-in');
    await page.getByLabel('E-mail').fill('walter@example.com');
    await page.getByRole('button', { name: 'Sell for €50.00' }).click();
    await page.getByRole('link', { name: 'See the order' }).click();
    await page.getByRole('heading', { name: 'Walter Walk-in' }).waitFor();
    await page.getByText('At the desk').first().waitFor();
    await leave();
  });
});

describe('the frame of the console', { concurrency: false }, () => {
  test('the first page has what is on sale and what was sold today, light and dark', async () => {
    await buy('Early Bird', 'early@example.com');
    const { page, leave } = await enter(undefined, { ...PHONE });
    await page.goto('/');
    await page.getByRole('link', { name: 'The Show' }).waitFor();
    await page.getByText('Nothing needs you right now.').waitFor();
    await page.getByText('Revenue').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'More' }).click();
    const places = page.getByRole('dialog', { name: 'Pages' });
    await places.getByRole('link', { name: 'Settings' }).waitFor();
    await assertAccessible(page);
    await leave();
  });

  test('a member sees only what their role allows, also by its address', async () => {
    const { page, leave } = await enter([{ role: 'viewer', eventId: 'talk' }]);
    await page.goto('/');
    await page.getByRole('link', { name: 'The Talk' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'The Show' }).count(), 0);
    const places = page.getByRole('navigation', { name: 'Pages' });
    assert.deepEqual(await places.getByRole('link').allInnerTexts(), [
      'Start',
      'Events',
      'Orders',
      'Reports',
      'Mails',
    ]);
    const orderId = await buy('Not Yours', 'not@example.com');
    await page.goto(`/orders/${orderId}`);
    await page.getByRole('heading', { name: 'Your role doesn’t allow this' }).waitFor();
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await assertAccessible(page);
    await leave();
  });

  test('whose session has ended signs in again, and comes back to where they were', async () => {
    const { page, leave, member, context } = await enter();
    await page.goto('/orders?status=held');
    await page.getByText('Nothing found').waitFor();
    await context.clearCookies();
    await page.getByRole('searchbox').fill('xy');
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel(/e-mail/i).fill(member.email);
    await page.getByLabel('Password', { exact: true }).fill(member.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/orders\?/);
    await page.getByText('Nothing found').waitFor();

    await page.getByRole('button', { name: 'Ada Lovelace' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/orders');
    await page.waitForURL(/\/sign-in/);
    await leave();
  });

  test('it speaks German, and says so when the office is away', async () => {
    const { page, leave } = await enter(undefined, { locale: 'de-AT' });
    await page.goto('/orders');
    await page.getByRole('heading', { name: 'Bestellungen' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await site.office.killOffice();
    await page.getByRole('searchbox').fill('xy');
    await page.getByText('Das Büro ist nicht erreichbar.').waitFor();
    await site.office.startOffice();
    await page.getByText('Das Büro ist nicht erreichbar.').waitFor({ state: 'detached' });
    await page.getByText('Nichts gefunden').waitFor();
    await page.getByRole('button', { name: 'Ada Lovelace' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    await leave();
  });
});

async function change(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name }).click();
}
