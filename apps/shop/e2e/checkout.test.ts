import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import { eventually } from '@onsale/testing';
import type { Browser, Page, Request } from 'playwright-core';
import { buyElsewhere, fillInBuyer, untilRemaining } from './buyer.ts';
import { runAdmin } from './run-admin.ts';

// The checkout, while others buy, prices rise, events close and networks fail.

const event = (id: string, name: string, rest: string) => `
  - id: ${id}
    name: ${name}
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    timeZone: Europe/Brussels
    currency: EUR
    ${rest}`;
const priced = (price: number) =>
  event(
    'priced',
    'The Dear Show',
    `tickets: [{ id: priced, name: Seat, type: adult, price: ${price}, capacity: 50 }]`,
  );
const asking = (version: string) =>
  event(
    'asking',
    'The Asking Show',
    `taxRate: 19
    fee: 1.50
    termsVersion: '${version}'
    terms: |
      # Terms ${version}
      No **glass** bottles.
    paymentMethods: [invoice]
    questions:
      - { id: diet, text: What do you eat?, type: choice, choices: [Everything, No meat], required: true }
      - { id: badge, text: Name on the badge, type: text, required: true, for: ticket }
      - { id: wish, text: A wish, type: text }
    tickets: [{ id: asking, name: Seat, type: adult, price: 20, capacity: 50 }]`,
  );
const catalog = (...events: string[]) => `events:${events.join('')}\n`;
const CATALOG = catalog(
  event(
    'last',
    'The Last Show',
    'tickets: [{ id: last, name: Seat, type: adult, price: 58, capacity: 10 }]',
  ),
  event(
    'two',
    'The Two Rows',
    `tickets:
      - { id: row, name: Row, type: adult, price: 30, capacity: 4 }
      - { id: floor, name: Floor, type: adult, price: 10, capacity: 900 }`,
  ),
  event(
    'pausing',
    'The Pausing Show',
    'tickets: [{ id: pausing, name: Seat, type: adult, price: 5, capacity: 50 }]',
  ),
  event(
    'doomed',
    'The Doomed Show',
    'tickets: [{ id: doomed, name: Seat, type: adult, price: 5, capacity: 50 }]',
  ),
  event(
    'open',
    'The Open Show',
    'tickets: [{ id: open, name: Seat, type: adult, price: 5, capacity: 900 }]',
  ),
  event(
    'lost',
    'The Lost Answer',
    'tickets: [{ id: lost, name: Seat, type: adult, price: 5, capacity: 50 }]',
  ),
  event(
    'free',
    'The Free Show',
    'tickets: [{ id: free, name: Seat, type: adult, price: 0, capacity: 50 }]',
  ),
  priced(12),
  asking('1'),
);

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: CATALOG }), startBrowser()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

async function openCheckout(page: Page, eventId: string, basket: string): Promise<void> {
  await page.goto(`/events/${eventId}/checkout?basket=${basket}`);
  await fillInBuyer(page);
}

/** What is ordered, above the button. */
const summary = (page: Page) => page.getByRole('region', { name: 'Your order' });
const buyButton = (page: Page) => page.getByRole('button', { name: 'Buy now' });
const nameField = (page: Page) => page.getByLabel('Name', { exact: true });

async function untilHeadline(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

function isOrder(request: Request): boolean {
  return request.method() === 'POST' && request.url().endsWith('/orders');
}

test('the buyer of the last tickets sees the order, although the stock says 0 before the answer', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'last', 'last:10');
  await page.route('**/api/v1/orders', async (route) => {
    const answer = await route.fetch();
    // The page is told that nothing is left, and draws it, before it is told of its order.
    await page.waitForResponse(
      async (response) =>
        response.url().includes('/tickets?event=last') &&
        response.status() === 200 &&
        (await response.text()).includes('"remaining":0'),
    );
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))),
    );
    assert.equal(await page.getByText('There is nothing to check out').count(), 0);
    assert.equal(await page.getByText('sold out').count(), 0);
    await page.getByText('10 × Seat').waitFor();
    await route.fulfill({ response: answer });
  });
  await buyButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await page.getByText('€580.00').first().waitFor();
  await leave();
});

test('what sells out while somebody types is said, what was typed stays, and the rest is bought', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await openCheckout(page, 'two', 'row:2,floor:1');
  await summary(page).getByText('€70.00').last().waitFor();
  await buyElsewhere(site.url, 'row', 3);
  await page.getByText('Only 1 left of Row').waitFor();
  await summary(page).getByText('€40.00').last().waitFor();
  await buyElsewhere(site.url, 'row', 1);
  await page.getByText('Row has sold out').waitFor();
  await page.getByText('Your selection has changed').waitFor();
  assert.equal(await nameField(page).inputValue(), 'Ada Okoro');
  await assertAccessible(page);
  await buyButton(page).tap();
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('when everything is gone the form stays, with the reason', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'open', 'open:1');
  await page.route('**/api/v1/tickets*', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/"remaining":\d+/, '"remaining":0');
    await route.fulfill({
      response: answer,
      body: body.replace('"soldOut":false', '"soldOut":true'),
    });
  });
  await page.getByText('Seat has sold out').waitFor();
  await page.getByText('Your tickets are gone').waitFor();
  assert.equal(await nameField(page).inputValue(), 'Ada Okoro');
  assert.equal(await buyButton(page).isDisabled(), true);
  await assertAccessible(page);
  await page.reload();
  await page.getByText('Seat has sold out').waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});

test('an event that is paused while somebody types says so, and is bought when it goes on', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'pausing', 'pausing:2');
  await runAdmin(site, 'event', 'pause', 'pausing');
  await page.getByText('Sales are paused').waitFor();
  assert.equal(await buyButton(page).isDisabled(), true);
  assert.equal(await nameField(page).inputValue(), 'Ada Okoro');
  await runAdmin(site, 'event', 'resume', 'pausing');
  await eventually(
    () => buyButton(page).isEnabled(),
    (isEnabled) => isEnabled,
  );
  await buyButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('an event that is cancelled while somebody types says so, and takes nothing along', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'doomed', 'doomed:1');
  await runAdmin(site, 'event', 'cancel', 'doomed');
  await page.getByText('This event will not take place').waitFor();
  assert.equal(await nameField(page).inputValue(), 'Ada Okoro');
  await assertAccessible(page);
  await leave();
});

test('a price that rises while the page hears nothing is shown before anything is ordered', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'priced', 'priced:2');
  await summary(page).getByText('€24.00').last().waitFor();
  const frozen = Promise.withResolvers<void>();
  await page.route('**/api/v1/{tickets*,events/*}', async (route) => {
    await frozen.promise;
    await route.fallback();
  });
  await runAdmin(site, 'catalog', 'apply', { file: catalog(priced(19)) });
  await eventually(
    async () => await (await fetch(`${site.url}/api/v1/tickets?event=priced`)).text(),
    (text) => text.includes('"price":19'),
  );
  await buyButton(page).click();
  await page.getByText('The price has changed').waitFor();
  assert.equal(
    await buyButton(page).count(),
    0,
    'nothing can be bought at a price that is not shown',
  );
  frozen.resolve();
  await summary(page).getByText('€38.00').last().waitFor();
  await page.getByText('was €12.00').waitFor();
  await assertAccessible(page);
  await buyButton(page).click();
  await untilHeadline(page, 'The tickets are yours');
  await page.getByText('€38.00').first().waitFor();
  await leave();
});

test('offline before anything was sent: it says so, can be called off, and goes out later', async () => {
  const { page, context, leave } = await visit(browser, site.url);
  const sent: Request[] = [];
  page.on('request', (request) => {
    if (isOrder(request)) sent.push(request);
  });
  await openCheckout(page, 'open', 'open:1');
  await context.setOffline(true);
  await buyButton(page).click();
  await page.getByText('Nothing has been sent yet').waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByText('whether your order arrived').count(), 0);
  await page.getByRole('button', { name: 'Don’t send it' }).click();
  await page.getByText('Your order was not sent').waitFor();
  assert.equal(await nameField(page).inputValue(), 'Ada Okoro');
  await buyButton(page).click();
  await page.getByText('Nothing has been sent yet').waitFor();
  assert.deepEqual(sent, []);
  await context.setOffline(false);
  await untilHeadline(page, 'The tickets are yours');
  assert.equal(sent.length, 1);
  await leave();
});

test('after a lost answer nobody claims to know, and who stops is told how to find out', async () => {
  const { page, context, leave } = await visit(browser, site.url);
  await openCheckout(page, 'lost', 'lost:1');
  await page.route('**/api/v1/orders', async (route) => {
    await route.fetch();
    await context.setOffline(true);
    await route.abort('connectionreset');
  });
  await buyButton(page).click();
  await page.getByText('We can’t say yet whether your order arrived').waitFor();
  await page.getByText('You are offline. We’ll ask again').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Stop trying' }).click();
  await page.getByText('Your order may have arrived').waitFor();
  await assertAccessible(page);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Ask again' }).click();
  await untilHeadline(page, 'The tickets are yours');
  await untilRemaining(site.url, 'lost', 49);
  await leave();
});

test('fields have limits and say in words what is wrong with them', async () => {
  const { page, leave } = await visit(browser, site.url);
  await openCheckout(page, 'open', 'open:1');
  assert.equal(await nameField(page).getAttribute('maxlength'), '200');
  assert.equal(await page.getByLabel('E-mail').getAttribute('maxlength'), '254');
  await nameField(page).fill('\u202eevil');
  await buyButton(page).click();
  await page.getByText('can’t be seen').waitFor();
  assert.equal(await page.locator(':focus').getAttribute('name'), 'name');
  // A page that lets more through is told by the server, and says it in the same words.
  await nameField(page).fill('Ada');
  await page.route(
    '**/api/v1/orders',
    async (route) => {
      const order = route.request().postDataJSON() as { customer: { name: string } };
      order.customer.name = 'x'.repeat(300);
      await route.continue({ postData: JSON.stringify(order) });
    },
    { times: 1 },
  );
  await buyButton(page).click();
  await page.getByText('We can’t accept this').waitFor();
  assert.equal(await page.getByText('must NOT').count(), 0);
  await assertAccessible(page);
  await leave();
});

test('a mistyped mail domain is asked about, and mended with one tap', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await openCheckout(page, 'open', 'open:1');
  await page.getByLabel('E-mail').fill('ada@gmial.con');
  await page.getByText('Did you mean ada@gmail.com?').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Use it' }).tap();
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'ada@gmail.com');
  await page.getByText('Did you mean').waitFor({ state: 'detached' });
  // It never stands in the way.
  await page.getByLabel('E-mail').fill('ada@gmial.com');
  await page.getByText('Did you mean').waitFor();
  await buyButton(page).tap();
  await untilHeadline(page, 'The tickets are yours');
  await leave();
});

test('questions and terms are asked, terms that change are asked again, all of it is on the receipt', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await openCheckout(page, 'asking', 'asking:2');
  await buyButton(page).tap();
  await page.getByText('4 fields need your attention').waitFor();
  await assertAccessible(page);
  await page.getByLabel('What do you eat?').selectOption('No meat');
  const badges = page.getByLabel('Name on the badge');
  await badges.nth(0).fill('Ada');
  await badges.nth(1).fill('Grace');
  await page.getByText('Read the terms').tap();
  await page.getByText('bottles').waitFor();
  await page.getByRole('checkbox', { name: /version 1/ }).check();
  await page.getByText('Includes a fee of €3.00').waitFor();
  await page.getByText('€6.39').waitFor();
  assert.equal(await page.getByRole('radio').count(), 0, 'one way to pay is no choice');

  await page.route('**/api/v1/events/asking', (route) => route.abort(), { times: 1 });
  await runAdmin(site, 'catalog', 'apply', { file: catalog(asking('2')) });
  await eventually(
    async () => await (await fetch(`${site.url}/api/v1/events/asking`)).text(),
    (text) => text.includes('"termsVersion":"2"'),
  );
  await buyButton(page).tap();
  await page.getByText('The terms have changed').waitFor();
  await page.getByRole('checkbox', { name: /version 2/ }).check();
  await buyButton(page).tap();
  await untilHeadline(page, 'The tickets are yours');
  for (const text of ['No meat', 'Grace']) await page.getByText(text).waitFor();
  await leave();
});

test('what costs nothing is not bought, and a demo says that nobody is charged', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/');
  const listed = page.getByRole('article').filter({ hasText: 'The Free Show' });
  await listed.getByText('Free', { exact: true }).waitFor();
  await page.goto('/events/free?basket=free:1');
  await page.getByRole('article').getByText('Free', { exact: true }).waitFor();
  const till = page.getByRole('complementary', { name: 'Your tickets' });
  await till.getByText('Free', { exact: true }).nth(1).waitFor();
  await openCheckout(page, 'free', 'free:1');
  assert.equal(await summary(page).getByText('Free', { exact: true }).count(), 2);
  assert.equal(await page.getByText('€0.00').count(), 0);
  await page.getByRole('button', { name: 'Get the tickets' }).click();
  await untilHeadline(page, 'The tickets are yours');
  assert.equal(await page.getByText('Payment').count(), 0);
  assert.equal(await page.getByText('€0.00').count(), 2, 'the receipt is a sum');
  await openCheckout(page, 'open', 'open:1');
  await page.getByText('Demo: nobody is charged').waitFor();
  assert.equal(await page.getByRole('radio').count(), 0);
  await leave();
});

test('the summary stands directly above the button, and the first field on the first screen', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 320, height: 640 },
  ]) {
    const { page, leave } = await visit(browser, site.url, { ...PHONE, viewport });
    await openCheckout(page, 'open', 'open:1');
    const field = await nameField(page).boundingBox();
    assert.ok(field !== null && field.y + field.height < viewport.height, JSON.stringify(field));
    const [above, button] = [
      await summary(page).boundingBox(),
      await buyButton(page).boundingBox(),
    ];
    assert.ok(above !== null && button !== null);
    const gap = button.y - (above.y + above.height);
    assert.ok(gap >= 0 && gap < 30, `${gap}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `${width}`);
    await leave();
  }
});

test('the checkout asks for one event, and for no list', async () => {
  const { page, leave } = await visit(browser, site.url);
  const asked = new Set<string>();
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.add(pathname + search);
  });
  await openCheckout(page, 'open', 'open:1');
  await summary(page).getByText('€5.00').last().waitFor();
  const allowed = new Set([
    ...['/api/v1/events/open', '/api/v1/tickets?event=open', '/api/v1/seller'],
  ]);
  for (const path of asked) assert.ok(allowed.has(path), path);
  await leave();
});
