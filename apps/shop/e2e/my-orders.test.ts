import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { optOutToken, readBuyerSecret } from '@onsale/records';
import { eventually } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser } from 'playwright-core';
import { readOrder } from './buyer.ts';

// What a buyer gets by mail, and where its links lead: the language of the order, all orders of an address, and the
// end of messages.

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 500 }]
`;
const ADDRESS = 'ada@example.com';

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, office: {}, delivery: {} }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** The last mail of a kind that was sent to the buyer; kept, as there is no mail server. */
async function mailOf(kind: 'confirmed' | 'order_links') {
  return await eventually(
    async () =>
      await site.office.db
        .selectFrom('office.mails')
        .select(['subject', 'content', 'language'])
        .where('kind', '=', kind)
        .where('address', '=', ADDRESS)
        .where('state', '=', 'kept')
        .orderBy('queued_at', 'desc')
        .executeTakeFirst(),
    (mail) => mail !== undefined,
  );
}

test('who buys in German gets a mail in German, and finds the order by the address', async () => {
  const { page, leave } = await visit(browser, site.url, { ...PHONE, locale: 'de-DE' });
  await page.goto('/events/show/checkout?basket=seat:2');
  await page.getByLabel('Name', { exact: true }).fill('Ada Okoro');
  await page.getByLabel('E-Mail').fill(ADDRESS);
  await page.getByRole('button', { name: 'Zahlungspflichtig bestellen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Die Tickets gehören Ihnen' }).waitFor();
  const orderId = page.url().split('/').at(-1) ?? '';
  assert.equal((await readOrder(site.url, orderId)).language, 'de');
  const confirmed = await mailOf('confirmed');
  assert.equal(confirmed?.language, 'de');
  assert.match(confirmed?.content?.text ?? '', /Tickets/);

  await page.getByRole('link', { name: 'Meine Bestellungen' }).click();
  await page.getByLabel('E-Mail').fill('ada');
  await page.getByRole('button', { name: 'Links per Mail senden' }).click();
  await page.getByText('Das ist keine gültige E-Mail-Adresse.').waitFor();
  await page.getByLabel('E-Mail').fill(ADDRESS);
  await page.getByRole('button', { name: 'Links per Mail senden' }).click();
  await page.getByText(`Falls es Bestellungen von ${ADDRESS} gibt`).waitFor();
  await assertAccessible(page);
  const mail = await mailOf('order_links');
  const link = /http\S+\/my-orders#\S+/.exec(mail?.content?.text ?? '')?.[0] ?? '';
  assert.ok(link.startsWith(`${site.url}/my-orders#`), link);
  await page.goto(link);
  await page.getByRole('link', { name: /The Show.*2 Tickets/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Die Tickets gehören Ihnen' }).waitFor();
  assert.equal(page.url(), `${site.url}/orders/${orderId}`);
  await leave();
});

test('a link that is over says so, and lets its reader ask again', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto(`/my-orders#${'x'.repeat(43)}`);
  await page.getByText('This link is no longer valid').waitFor();
  await page.getByRole('button', { name: 'Mail me the links' }).waitFor();
  await assertAccessible(page);
  await leave();
});

test('an order that is not there leads to the links', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/orders/no-such-order');
  await page.getByRole('link', { name: 'Have the links to all your orders mailed to you' }).click();
  await page.getByRole('heading', { level: 1, name: 'My orders' }).waitFor();
  await leave();
});

test('messages end by a button, and by the form of a mail program', async () => {
  const secret = await readBuyerSecret(site.office.db);
  const count = async () =>
    (await site.office.db.selectFrom('office.opt_outs').selectAll().execute()).length;
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto(`/opt-out#${optOutToken(secret, 'one@example.com')}`);
  const stop = page.getByRole('button', { name: 'Stop sending me messages' });
  await stop.waitFor();
  assert.equal(await count(), 0, 'nothing ends by opening the link');
  await assertAccessible(page);
  await stop.click();
  await page.getByText('Done: you won’t get any more messages').waitFor();
  assert.equal(await count(), 1);
  await page.goto('/opt-out#forged');
  await page.reload();
  await stop.click();
  await page.getByText('This link is incomplete').waitFor();
  await leave();

  const path = `${site.url}/api/v1/opt-outs/${optOutToken(secret, 'two@example.com')}`;
  const answer = await fetch(path, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  assert.equal(answer.status, 200, await answer.text());
  assert.equal(await count(), 2);
});

test('the tickets are mailed once more, and an invoice is made', async () => {
  const placed = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Ada Okoro', email: ADDRESS },
      items: [{ ticketId: 'seat', qty: 1 }],
      paymentMethod: 'invoice',
    }),
  });
  const { orderId } = (await placed.json()) as { orderId: string };
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: 'Mail them to me again' }).click();
  await page.getByText(`The tickets are on their way to ${ADDRESS}`).waitFor();
  await page.getByText('I need an invoice').click();
  await page.getByRole('button', { name: 'Create the invoice' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('Company or name').fill('Okoro & Söhne');
  await page.getByLabel('Address', { exact: true }).fill('Main Street 1\n9000 Ghent');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Create the invoice' }).click();
  const invoice = page.getByRole('link', { name: /^Invoice I-\d{4}-\d+/ });
  const pdf = await page.request.get((await invoice.getAttribute('href')) ?? '');
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  await page.getByRole('link', { name: /^Receipt R-\d{4}-\d+/ }).waitFor();
  await leave();
});
