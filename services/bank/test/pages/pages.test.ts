import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, startBrowser, visit } from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBank, type TestBank } from '../bank-for-tests.ts';

// A phone of the narrowest kind.
const NARROW: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

let bank: TestBank;
let browser: Browser;
before(async () => ([bank, browser] = await Promise.all([startBank(), startBrowser()])));
after(async () => {
  await browser.close();
  await bank.stop();
});

async function stateOf(id: string): Promise<unknown> {
  return (await bank.call('GET', `/checkouts/${id}`)).body['state'];
}

async function assertFits(page: Page): Promise<void> {
  const width = await page.evaluate('document.documentElement.scrollWidth');
  assert.ok(Number(width) <= 360, `the page is ${String(width)} wide: ${page.url()}`);
}

test('a buyer pays on a phone and comes back to the shop', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  const { id, url } = await bank.open();
  assert.equal(url, `${bank.pages}/pay/${id}`);
  await page.goto(url);
  await page.getByText('Test bank. No money moves here.').waitFor();
  assert.match(await page.getByRole('timer').innerText(), /^3[45]:\d\d$/);
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Pay €42.00' }).click();
  await page.waitForURL(/\/livez\?order=/);
  assert.equal(await stateOf(id), 'paid');
  // The way back in the browser shows no page on which to pay again.
  await page.goBack();
  await page.getByRole('heading', { name: 'Paid' }).waitFor();
  await assertAccessible(page);
  await leave();
});

test('a buyer denies 3-D Secure by keyboard, and finds the way back', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  const { id, url } = await bank.open();
  await page.goto(url);
  const focused = async () => await page.evaluate('document.activeElement?.textContent?.trim()');
  const order: unknown[] = [];
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('Tab');
    order.push(await focused());
  }
  assert.deepEqual(order, [
    ...['Pay €42.00', 'Pay with 3-D Secure', 'Decline the card', 'Close and return to the shop'],
  ]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Deny');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The card was declined' }).waitFor();
  assert.equal(await stateOf(id), 'failed');
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  await page.waitForURL(/\/livez\?order=/);
  await leave();
});

test('a buyer approves 3-D Secure, or closes the window, which decides nothing', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  const left = await bank.open();
  await page.goto(left.url);
  await page.getByRole('link', { name: 'Close and return to the shop' }).click();
  await page.waitForURL(/\/livez\?order=/);
  assert.equal(await stateOf(left.id), 'open');
  await page.goto(left.url);
  await page.getByRole('link', { name: 'Pay with 3-D Secure' }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.waitForURL(/\/livez\?order=/);
  assert.equal(await stateOf(left.id), 'paid');
  await leave();
});

test('the page says by itself when its time is over', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  const { url } = await bank.open({ expiresAtMs: Date.now() + 2500 });
  await page.goto(url);
  await page.getByRole('heading', { name: 'This page has expired' }).waitFor();
  await assertFits(page);
  await leave();
});

test('amounts and words are those of the reader', async () => {
  const { page, leave } = await visit(browser, bank.pages, { ...NARROW, locale: 'de-AT' });
  const amounts = { EUR: '€ 42,00', JPY: '¥ 4.200', KWD: 'KWD 4,200' };
  for (const [currency, amount] of Object.entries(amounts)) {
    const { url } = await bank.open({ currency });
    await page.goto(url);
    const button = page.getByRole('button', { name: 'bezahlen' });
    assert.equal((await button.innerText()).replaceAll('\u00a0', ' '), `${amount} bezahlen`);
  }
  await page.getByText('Testbank. Hier fließt kein Geld.').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await leave();
});

test('a person finds a payment, refunds a part of it and opens a dispute', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  const { id } = await bank.open({ description: 'The Opera', amountMinor: 10_050 });
  await bank.call('POST', `/checkouts/${id}/pay`);
  await page.goto(`${bank.pages}/dashboard`);
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('searchbox', { name: 'Search' }).fill('opera');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: '€100.50' }).click();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('textbox', { name: 'Amount in EUR' }).fill('0.5');
  await page.getByRole('button', { name: 'Refund' }).click();
  await page.getByRole('listitem').filter({ hasText: '€0.50 done' }).waitFor();
  await page.getByRole('button', { name: 'Open a dispute' }).click();
  await page.getByRole('button', { name: 'Take it into review' }).click();
  await page.getByRole('button', { name: 'Decide for the buyer' }).click();
  await page.getByRole('listitem').filter({ hasText: '€100.50 lost' }).waitFor();
  await leave();
});

test('a person chooses faults for all and for one, and lets time pass', async () => {
  const { page, leave } = await visit(browser, bank.pages, NARROW);
  await page.goto(`${bank.pages}/dashboard/faults`);
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('spinbutton', { name: 'A cut connection' }).fill('12.5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForLoadState();
  const { body } = await bank.call('GET', '/faults');
  assert.deepEqual(body['rates'], { api_cut: 0.125 });
  await page.getByRole('button', { name: 'No faults at all' }).click();
  await page.waitForLoadState();
  assert.deepEqual((await bank.call('GET', '/faults')).body['rates'], {});

  const { id } = await bank.open();
  await page.goto(`${bank.pages}/dashboard/payments/${id}`);
  await page.getByRole('checkbox', { name: 'paid after five days' }).check();
  await page.getByRole('button', { name: 'Save the faults' }).click();
  await bank.call('POST', `/checkouts/${id}/pay`);
  assert.equal(await stateOf(id), 'processing');
  await page.getByRole('button', { name: '5 days' }).click();
  await page.getByText('paid', { exact: true }).waitFor();
  await leave();
});

test('forms of other sites are refused, and pages tell browsers what they may do', async () => {
  const { id, url } = await bank.open();
  const post = async (headers: Record<string, string>) =>
    await fetch(`${url}/pay`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: '',
    });
  for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
    assert.equal((await post(headers as Record<string, string>)).status, 403);
  }
  assert.equal(await stateOf(id), 'open');
  assert.equal((await post({ origin: new URL(url).origin })).status, 303);
  const page = await fetch(url);
  assert.match(String(page.headers.get('content-security-policy')), /default-src 'none'/);
  assert.equal(page.headers.get('referrer-policy'), 'same-origin');
  assert.equal((await fetch(`${bank.pages}/pay/co_none`)).status, 404);
  // A door may take the path off.
  assert.equal((await fetch(url.replace('/bank/', '/'))).status, 200);
});

test('from elsewhere, the dashboard wants the token as a password', async () => {
  const open = async (headers: Record<string, string>) =>
    (await fetch(`${bank.pages}/dashboard/faults`, { headers })).status;
  const login = (password: string) => `Basic ${Buffer.from(`x:${password}`).toString('base64')}`;
  assert.equal(await open({}), 200);
  assert.equal(await open({ 'x-forwarded-for': '127.0.0.1' }), 200);
  const elsewhere = { 'x-forwarded-for': '192.0.2.7' };
  assert.equal(await open(elsewhere), 401);
  const refused = await fetch(`${bank.pages}/dashboard`, { headers: elsewhere });
  assert.match(String(refused.headers.get('www-authenticate')), /^Basic realm=/);
  assert.equal(await open({ ...elsewhere, authorization: login('guess') }), 401);
  assert.equal(await open({ ...elsewhere, authorization: login('token-of-the-bank') }), 200);
  const { url } = await bank.open();
  assert.equal((await fetch(url, { headers: elsewhere })).status, 200);
});
