import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ADMISSION_HEADER, type Place } from '@onsale/contracts';
import { openLedger } from '@onsale/ledger';
import { connectionOf, eventually, putOnSale } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  type Visit,
  visit,
} from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';

// The page of those who wait, in a real browser, at the real waiting room behind the real door.

const eventOf = (id: string, name: string, more: string) => `
  - id: ${id}
    name: ${name}
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    ${more}
    tickets:
      - { id: ${id}-stand, name: Standing, type: adult, price: 20, capacity: 1 }
      - { id: ${id}-seat, name: Seat, type: adult, price: 35, capacity: 1 }`;
const catalogWith = (opens: string) => `events:${[
  eventOf(
    'noon',
    'The Noon Show',
    `waitingRoom: { opens: from, from: '${opens}', lobbyFrom: '2026-01-01T00:00:00Z' }`,
  ),
  eventOf('steady', 'The Steady Show', 'waitingRoom: { opens: always, turnMinutes: 1 }'),
  eventOf(
    'early',
    'The Early Show',
    `waitingRoom: { opens: from, from: '2087-01-02T10:00:00Z', lobbyFrom: '2087-01-01T10:00:00Z' }`,
  ),
].join('')}
`;

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({
      catalog: catalogWith('2087-01-02T10:00:00Z'),
      waitingRoom: {},
      nginxEnvironment: { RATE_LIMIT_REQUESTS: '0' },
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

const heading = async (page: Page, name: string) => {
  await page.getByRole('heading', { name, exact: true }).waitFor();
};
const open = async (eventId: string, options = {}): Promise<Visit> => {
  const opened = await visit(browser, site.url, options);
  await opened.page.goto(`/line/${eventId}`);
  return opened;
};

/** The own place, asked for as the page asks. */
async function placeOf(page: Page, eventId: string): Promise<Place> {
  return await page.evaluate(
    async (path) => (await (await fetch(path)).json()) as Place,
    `/api/v1/lines/${eventId}/place`,
  );
}

async function orderFrom(page: Page, ticketId: string, admission: string): Promise<number> {
  return await page.evaluate(
    async ([id, header, token]) => {
      const response = await fetch('/api/v1/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json', [header]: token },
        body: JSON.stringify({
          customer: { name: 'Ada Okoro', email: 'ada@example.com' },
          items: [{ ticketId: id, qty: 1 }],
          paymentMethod: 'invoice',
        }),
      });
      return response.status;
    },
    [ticketId, ADMISSION_HEADER, admission] as const,
  );
}

test('from the lobby by lot to a turn and to the shop', async () => {
  const visits = [await open('noon', PHONE), await open('noon'), await open('noon')];
  for (const { page } of visits) {
    await heading(page, 'The sale begins in');
    await page.getByText('You are in.').waitFor();
  }
  await visits[0]!.page.getByText('People here: 3').waitFor();
  await visits[0]!.page.getByText('How the draw works').click();
  const seedHash = await visits[0]!.page.locator('code').first().textContent();
  assert.match(seedHash ?? '', /^[0-9a-f]{64}$/);
  await assertAccessible(visits[0]!.page);

  // Everybody is in the lobby, however busy this machine is: the sale begins now.
  const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  await putOnSale(await openLedger(connectionOf(site.redis), 1), catalogWith(now));
  // Two tickets: two have their turn, and the third is told the truth.
  const turns = await Promise.all(
    visits.map(async ({ page }) => {
      const turn = page.getByRole('heading', { name: 'It’s your turn' });
      const fewer = page.locator('.notices').getByText(/remaining tickets may go/);
      await turn.or(fewer).first().waitFor();
      return await turn.isVisible();
    }),
  );
  assert.equal(turns.filter(Boolean).length, 2);
  const lucky = visits[turns.indexOf(true)]!;
  assert.match(await lucky.page.title(), /^It’s your turn · The Noon Show$/);
  await assertAccessible(lucky.page);
  const link = lucky.page.getByRole('link', { name: 'Order now' });
  assert.equal(await link.getAttribute('href'), '/events/noon');

  // Anybody can check the draw now: the lots are those whose hash was published, in an order that follows.
  const response = await fetch(`${site.url}/api/v1/lines/noon/lots`);
  const [seed = '', ...lots] = (await response.text()).trim().split('\n');
  const drawn = await checkDraw(seed.replace('seed ', ''), lots);
  assert.equal(drawn.seedHash, seedHash);
  for (const { page } of visits) {
    const { lot = '', number } = await placeOf(page, 'noon');
    assert.equal(drawn.order.indexOf(lot) + 1, number);
  }
  for (const { leave } of visits) await leave();
});

/** As docs/waiting-room.md tells anybody to do it. */
async function checkDraw(seed: string, lots: string[]) {
  const { createHash, createHmac } = await import('node:crypto');
  const key = Buffer.from(seed, 'hex');
  const seedHash = createHash('sha256').update(key).digest('hex');
  const rankOf = (lot: string) => createHmac('sha256', key).update(lot).digest('hex');
  return { seedHash, order: lots.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)) };
}

test('whoever waits sees their place; another tab is the same, and another browser gets nothing by its token', async () => {
  const first = await open('steady');
  await heading(first.page, 'It’s your turn');
  const second = await open('steady');
  await heading(second.page, 'It’s your turn');
  const third = await open('steady', PHONE);
  await third.page.getByText('You are next').waitFor();
  await third.page.locator('.notices').getByText('All remaining tickets may go').waitFor();
  await third.page.getByRole('row', { name: 'Standing €20.00 1' }).waitFor();
  await assertAccessible(third.page);

  const tab = await third.context.newPage();
  await tab.goto('/line/steady');
  await tab.getByText('You are next').waitFor();
  assert.equal((await placeOf(tab, 'steady')).number, (await placeOf(third.page, 'steady')).number);
  await tab.close();

  const { admission = '' } = await placeOf(first.page, 'steady');
  assert.notEqual(admission, '');
  // Copied, it is worth nothing without the cookie of the place, and with that of another place.
  assert.equal(await orderFrom(third.page, 'steady-stand', admission), 403);
  assert.equal(await orderFrom(first.page, 'steady-stand', admission), 201);
  assert.equal(await orderFrom(first.page, 'steady-stand', admission), 403);
  await first.page.reload();
  await heading(first.page, 'You have ordered');

  // More time is given; who leaves makes room for the next.
  await second.page.getByRole('button', { name: 'I need more time' }).click();
  await second.page.getByText(/^[23]:\d\d$/).waitFor();
  await second.page.getByRole('button', { name: 'Leave the line' }).click();
  await second.page.getByRole('button', { name: 'Stay' }).click();
  await second.page.getByRole('button', { name: 'Leave the line' }).click();
  await second.page.getByRole('button', { name: 'Yes, leave' }).click();
  await heading(second.page, 'You have left the line');
  await heading(third.page, 'It’s your turn');
  for (const { leave } of [first, second, third]) await leave();
});

test('a lobby that is not open yet counts down, and nobody is in it', async () => {
  const { page, leave } = await open('early');
  await heading(page, 'The waiting room opens in');
  await page.getByText(/everyone in the waiting room gets a place by lot/).waitFor();
  assert.equal(await page.getByText('You are in.').count(), 0);
  await page.getByLabel('Language').selectOption('de');
  await heading(page, 'Der Warteraum öffnet in');
  await assertAccessible(page);
  await leave();
  const nowhere = await open('nothing');
  await heading(nowhere.page, 'There is no waiting room here');
  await nowhere.leave();
});

test('a page that slept, and one without gateways, go on where they were', async () => {
  const { page, leave, context } = await open('noon', PHONE);
  await page.locator('.caption').getByText('person ahead of you').waitFor();
  const { number } = await placeOf(page, 'noon');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await site.killGateway();
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await page.reload();
  await page.locator('.caption').getByText('person ahead of you').waitFor();
  assert.equal((await placeOf(page, 'noon')).number, number);
  await site.startGateway();
  await eventually(
    async () => (await fetch(`${site.url}/readyz`)).status,
    (status) => status === 200,
  );
  await leave();
});
