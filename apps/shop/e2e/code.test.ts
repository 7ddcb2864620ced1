import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EventDetails } from '@onsale/api-client';
import { type Code, openLedger, readCode, writeCodes } from '@onsale/ledger';
import { connectionOf, eventually } from '@onsale/testing';
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

// Codes in the shop, with the real services.

const eventOf = (id: string, tickets: string) => `
  - id: ${id}
    name: ${id}
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [invoice]
    tickets: [${tickets}]`;
const SEAT = '{ id: gala-seat, name: Seat, type: adult, price: 20, capacity: 50 }';
const hidden = (id: string) =>
  `{ id: ${id}, name: Crew, type: adult, price: 5, capacity: 50, hidden: true }`;
const CATALOG = `events:${eventOf('gala', `${SEAT}, ${hidden('gala-crew')}`)}${eventOf('secret', hidden('secret-crew'))}\n`;

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
  await write('gala', { code: 'TENTH', unit: 'order', percent: 10, uses: 1, createdAtMs: 1 });
  await write('gala', { code: 'CREW', unit: 'order', access: ['gala-crew'], createdAtMs: 1 });
  await write('secret', {
    code: 'FRIENDS',
    unit: 'ticket',
    access: ['secret-crew'],
    createdAtMs: 1,
  });
  for (const id of ['gala', 'secret']) {
    await eventually(
      async () => (await (await fetch(`${site.url}/api/v1/events/${id}`)).json()) as EventDetails,
      ({ hasCodes }) => hasCodes,
    );
  }
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const ledger = async () => await openLedger(connectionOf(site.redis), 1);
async function write(eventId: string, code: Code) {
  await writeCodes(await ledger(), { shard: 0, eventId }, [{ after: code }]);
}
async function buy(page: Page) {
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.getByRole('heading', { level: 1, name: 'The tickets are yours' }).waitFor();
  return await readOrder(site.url, new URL(page.url()).pathname.replace('/orders/', ''));
}
async function enter(page: Page, code: string) {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Apply' }).click();
}

test('a discount shows in the basket, at the checkout and on the order, and is used up', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/events/gala?basket=gala-seat:2');
  await page.getByText('Do you have a code?').click();
  await enter(page, 'tent');
  await page
    .getByText(/no such code|does not exist|isn’t valid|not one/i)
    .first()
    .waitFor();
  await enter(page, ' tenth ');
  await page.getByText('€36.00').first().waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillInBuyer(page);
  await page.getByText('−€4.00').or(page.getByText('-€4.00')).first().waitFor();
  await assertAccessible(page);
  const { grandTotal, discount, code } = await buy(page);
  assert.deepEqual({ grandTotal, discount, code }, { grandTotal: 36, discount: 4, code: 'TENTH' });
  await page.getByText('TENTH').first().waitFor();
  assert.equal((await readCode(await ledger(), { shard: 0, eventId: 'gala' }, 'TENTH'))?.used, 1);
  await leave();

  const late = await visit(browser, site.url);
  await late.page.goto('/events/gala/checkout?basket=gala-seat:1&code=TENTH');
  await late.page.getByText('This code has been used up.').waitFor();
  await fillInBuyer(late.page);
  assert.equal((await buy(late.page)).grandTotal, 20);
  await late.leave();
});

test('a link with a code shows what only it sells, and the field is there when all is hidden', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/gala?code=crew');
  await page.getByRole('button', { name: 'One more: Crew' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillInBuyer(page);
  assert.equal((await buy(page)).grandTotal, 5);

  await page.goto('/events/secret');
  await assertAccessible(page);
  await enter(page, 'friends');
  await page.getByRole('button', { name: 'One more: Crew' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillInBuyer(page);
  assert.equal((await buy(page)).code, 'FRIENDS');
  await leave();
});
