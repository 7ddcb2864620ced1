import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { buyElsewhere, fillInBuyer, readOrder, untilRemaining } from './buyer.ts';
import { decideLater, passTime, payAtBank, setFaults, untilBank } from './test-bank.ts';

// Paying online, from the click to the tickets or the money back, with the real services and the bank.

const HOUR_MS = 3_600_000;

const CATALOG = `
seller: { name: Old Hall, contactEmail: hello@hall.example, terms: { version: '1', text: Be kind. } }
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [manual, online]
    manualHoldDays: 5
    questions: [{ id: shirt, text: Which shirt?, type: text }]
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 500 }]
  - id: brief
    name: The Brief Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    holdMinutes: 0.15
    tickets:
      - { id: brief-seat, name: Seat, type: adult, price: 20, capacity: 500 }
      - { id: brief-box, name: Box, type: vip, price: 90, capacity: 2 }
`;

/** The narrowest phone that is still in use. */
const NARROW: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, payments: { PAYMENT_SWEEP_MS: '500' } }),
    startBrowser(),
  ]);
  // What the bank decides later, it decides when a test lets the time pass.
  await decideLater(site, HOUR_MS);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Orders two tickets; resolves on the page of the bank, to which the page of the order leads. */
async function orderAndGo(page: Page, basket = 'seat:2', eventId = 'show'): Promise<string> {
  await placeOrder(page, basket, eventId);
  return await untilBank(page);
}

async function placeOrder(page: Page, basket = 'seat:2', eventId = 'show'): Promise<void> {
  await page.goto(`/events/${eventId}/checkout?basket=${basket}`);
  await fillInBuyer(page);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Buy now' }).click();
}

function orderIdOf(page: Page): string {
  return new URL(page.url()).pathname.replace('/orders/', '');
}

async function untilHeadline(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

const PAY = /^Pay €40\.00 now$/;

describe('a buyer', { concurrency: 3 }, () => {
  test('a buyer is led to the payment and back to the tickets, and the way back leads to no loop', async () => {
    const { page, leave } = await visit(browser, site.url);
    await page.goto('/events/show/checkout?basket=seat:2');
    // Stands first, although the seller has named it last, and is chosen.
    assert.equal(await page.getByRole('radio').first().getAttribute('value'), 'online');
    await orderAndGo(page);
    await payAtBank(page);
    await untilHeadline(page, 'The tickets are yours');
    const orderId = orderIdOf(page);
    assert.equal((await readOrder(site.url, orderId)).status, 'confirmed');
    assert.equal(await page.getByRole('button', { name: PAY }).count(), 0);
    await page.reload();
    await untilHeadline(page, 'The tickets are yours');
    await assertAccessible(page);
    await leave();
  });

  test('whoever closes the payment page finds the way back to it, and is not sent there again', async () => {
    const { page, leave } = await visit(browser, site.url, NARROW);
    const checkoutId = await orderAndGo(page);
    await page.getByRole('link', { name: 'Close and return to the shop' }).click();
    const pay = page.getByRole('button', { name: PAY });
    await pay.waitFor();
    await untilHeadline(page, 'Your tickets are held');
    await page
      .getByRole('timer')
      .getByText(/^1\d:\d\d$/)
      .waitFor();
    await assertAccessible(page);
    const orderId = orderIdOf(page);
    // Nor by a reload, the back button, or an address that somebody made up.
    await page.reload();
    await pay.waitFor();
    await page.goto(`/orders/${orderId}?payment=paid&status=success`);
    await pay.waitFor();
    assert.equal((await readOrder(site.url, orderId)).status, 'held');
    await pay.click();
    assert.equal(await untilBank(page), checkoutId);
    await page.goBack();
    await pay.click();
    await untilBank(page);
    await payAtBank(page);
    await untilHeadline(page, 'The tickets are yours');
    await leave();
  });

  test('after a declined card the same tickets are paid with another one', async () => {
    const { page, leave } = await visit(browser, site.url);
    const declined = await orderAndGo(page);
    await page.getByRole('button', { name: 'Decline the card' }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await untilHeadline(page, 'Your payment was not completed');
    const orderId = orderIdOf(page);
    await page.getByText('2 × Seat').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Try again: pay €40.00' }).click();
    assert.notEqual(await untilBank(page), declined);
    await page.getByRole('link', { name: 'Pay with 3-D Secure' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    await untilHeadline(page, 'The tickets are yours');
    assert.equal(orderIdOf(page), orderId);
    await leave();
  });

  test('a payment that is not decided is being checked, until the page says what came of it', async () => {
    const { page, leave } = await visit(browser, site.url);
    const checkoutId = await orderAndGo(page);
    await setFaults(site, checkoutId, 'unpaid_then_paid');
    await payAtBank(page);
    await untilHeadline(page, 'Your payment is being checked');
    // Nobody is to pay again, or give the tickets back, meanwhile.
    assert.equal(
      await page
        .getByRole('main')
        .getByRole('button', { name: /Pay|Give/ })
        .count(),
      0,
    );
    await assertAccessible(page);
    await passTime(site, checkoutId, HOUR_MS);
    await untilHeadline(page, 'The tickets are yours');
    await leave();
  });

  test('of two payments, in two windows, one goes back, and the page says so', async () => {
    const { context, page, leave } = await visit(browser, site.url);
    const first = await orderAndGo(page);
    await page.getByRole('link', { name: 'Close and return to the shop' }).click();
    await page.getByRole('button', { name: PAY }).click();
    await untilBank(page);
    // Its page takes money after its end, as the page of a real provider may.
    await setFaults(site, first, 'paid_though_expired');
    await passTime(site, first, HOUR_MS / 2 + HOUR_MS / 4);
    const other = await context.newPage();
    await page.bringToFront();
    await other.goto(await backFrom(page));
    await other.getByRole('button', { name: 'Try again: pay €40.00' }).click();
    assert.notEqual(await untilBank(other), first);
    await payAtBank(other);
    await untilHeadline(other, 'The tickets are yours');
    await payAtBank(page);
    await untilHeadline(page, 'The tickets are yours');
    await page.getByText('€40.00 has been sent back to you').waitFor();
    await page.getByText('You paid for this order twice').waitFor();
    assert.equal((await readOrder(site.url, orderIdOf(page))).status, 'confirmed');
    await assertAccessible(page);
    await leave();
  });

  test('after the hold the same tickets are ordered again, with all that was typed', async () => {
    const { page, leave } = await visit(browser, site.url, NARROW);
    await orderAndGo(page, 'brief-seat:2', 'brief');
    const back = await backFrom(page);
    const orderId = new URL(back).pathname.replace('/orders/', '');
    await page.goto(back);
    await untilHeadline(page, 'Your time is up');
    assert.equal((await readOrder(site.url, orderId)).status, 'expired');
    await assertAccessible(page);
    await page.getByRole('link', { name: 'Order the same tickets again' }).click();
    await page.getByText('2 × Seat').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ada Okoro');
    assert.equal(await page.getByLabel('E-mail').inputValue(), 'ada@example.com');
    assert.equal(await page.getByRole('checkbox').isChecked(), true);
    await page.getByRole('button', { name: 'Buy now' }).click();
    await untilBank(page);
    await payAtBank(page);
    await untilHeadline(page, 'The tickets are yours');
    assert.notEqual(orderIdOf(page), orderId);
    await leave();
  });

  test('money that comes too late for the tickets goes back, and the page says so', async () => {
    const { page, leave } = await visit(browser, site.url);
    const checkoutId = await orderAndGo(page, 'brief-box:2', 'brief');
    await setFaults(site, checkoutId, 'paid_though_expired');
    const orderUrl = await backFrom(page);
    const orderId = new URL(orderUrl).pathname.replace('/orders/', '');
    const { page: watching, leave: stopWatching } = await visit(browser, site.url);
    await watching.goto(orderUrl);
    await untilHeadline(watching, 'Your time is up');
    await untilRemaining(site.url, 'brief-box', 2);
    await buyElsewhere(site.url, 'brief-box', 2, 'online');
    await untilRemaining(site.url, 'brief-box', 0);
    await payAtBank(page);
    for (const each of [page, watching]) {
      await untilHeadline(each, 'Your payment came too late');
      await each.getByText('€180.00 has been sent back to you').waitFor();
    }
    assert.equal((await readOrder(site.url, orderId)).status, 'expired');
    await assertAccessible(page);
    await stopWatching();
    await leave();
  });

  test('tickets are given back while the payment page is open, which then takes nothing', async () => {
    const { context, page, leave } = await visit(browser, site.url);
    await orderAndGo(page);
    const other = await context.newPage();
    await other.goto(await backFrom(page));
    await other.getByRole('button', { name: 'Give the tickets back' }).click();
    await other.getByRole('button', { name: 'Yes, give them back' }).click();
    await untilHeadline(other, 'Your order is cancelled');
    await page.getByRole('button', { name: /^Pay €/ }).click();
    await page.getByText('This page has expired').waitFor();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await untilHeadline(page, 'Your order is cancelled');
    await leave();
  });

  test('a bank transfer has days, an amount and a reference, and is never sent to the provider', async () => {
    const { page, leave } = await visit(browser, site.url, NARROW);
    await page.goto('/events/show/checkout?basket=seat:2');
    await fillInBuyer(page);
    await page.getByRole('checkbox').check();
    await page.getByLabel('Bank transfer, or at the desk').check();
    await page.getByText('your tickets are held for some days').waitFor();
    await page.getByRole('button', { name: 'Buy now' }).click();
    await page.getByText('Pay by bank transfer or at the desk, and they are yours.').waitFor();
    const orderId = orderIdOf(page);
    const main = page.getByRole('main');
    await main.getByText('(5 days left)').waitFor();
    await main.getByText(orderId).first().waitFor();
    assert.equal(
      await page.getByRole('link', { name: 'Write to the ticket seller' }).getAttribute('href'),
      'mailto:hello@hall.example',
    );
    assert.equal(await main.getByRole('button', { name: /^Pay/ }).count(), 0);
    await assertAccessible(page);
    await leave();
  });

  test('everything about a payment can be done with the keyboard', async () => {
    const { page, leave } = await visit(browser, site.url);
    await orderAndGo(page);
    await press(page, 'Close and return to the shop');
    await page.getByRole('button', { name: PAY }).and(page.locator(':enabled')).waitFor();
    await press(page, 'Pay €40.00 now');
    await untilBank(page);
    await press(page, 'Pay with 3-D Secure');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await press(page, 'Approve');
    await untilHeadline(page, 'The tickets are yours');
    await leave();
  });
});

test('while the provider is away the page says so calmly, and goes on when it is back', async () => {
  const { page, leave } = await visit(browser, site.url, NARROW);
  await site.payments.killBank();
  await placeOrder(page);
  await page.getByText('The payment page can’t be reached at the moment.').waitFor();
  await page.getByRole('button', { name: 'Try again now' }).waitFor();
  // However often payments is asked, it does not say that anything is being checked.
  for (let i = 0; i < 2; i++) await page.waitForResponse(isQuestion);
  await untilHeadline(page, 'Your tickets are held');
  await page
    .getByRole('timer')
    .getByText(/^1\d:\d\d$/)
    .waitFor();
  await assertAccessible(page);
  await site.payments.startBank();
  await untilBank(page);
  await payAtBank(page);
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('payments may be away, too', async () => {
  const { page, leave } = await visit(browser, site.url);
  await site.payments.killPayments();
  await placeOrder(page);
  await page.getByText('The payment page can’t be reached at the moment.').waitFor();
  await site.payments.startPayments();
  await untilBank(page);
  await leave();
});

async function backFrom(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: 'Close and return to the shop' });
  return (await link.getAttribute('href')) ?? '';
}

function isQuestion(response: Response): boolean {
  return response.url().endsWith('/payment') && response.request().method() === 'GET';
}

/** Goes to a button or a link with the tabulator, and presses it. */

async function press(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (focused === name) return await page.keyboard.press('Enter');
  }
  throw new Error(`${name} cannot be reached with the keyboard`);
}
