import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  type Site,
  signIn,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// The line of an event as its team sees and steers it, with the real waiting room.

/** Long enough for a lobby to be entered and looked at. */
const LOBBY_MS = 35_000;
const opensAt = new Date(Date.now() + LOBBY_MS).toISOString().replace(/\.\d+Z/, 'Z');
const CATALOG = `
events:
  - id: steady
    name: The Steady Show
    venue: Hall
    startsAt: 2087-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    waitingRoom: { opens: always, turnMinutes: 4 }
    tickets: [{ id: seat, name: Seat, type: adult, price: 25.50, capacity: 4 }]
  - id: premiere
    name: The Premiere
    venue: Hall
    startsAt: 2087-06-19T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    waitingRoom: { opens: from, from: '${opensAt}', lobbyFrom: '2026-01-01T00:00:00Z' }
    tickets: [{ id: stall, name: Stall, type: adult, price: 40, capacity: 100 }]
  - id: calm
    name: The Calm Show
    venue: Hall
    startsAt: 2087-06-20T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    tickets: [{ id: chair, name: Chair, type: adult, price: 10, capacity: 50 }]
`;

const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, office: {}, waitingRoom: {} }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

type Grants = NonNullable<Parameters<typeof signIn>[2]>['grants'];

async function member(options: BrowserContextOptions, grants: Grants = [{ role: 'owner' }]) {
  const { context, page, leave } = await visit(browser, site.office.consoleUrl, {
    ...{ timezoneId: 'Europe/Berlin', ...options },
  });
  await signIn(context, site.office, { grants });
  return { page, leave };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The figure with this name says this number. */
async function seeFigure(page: Page, name: string, value: string): Promise<void> {
  const card = page.locator('.mantine-Card-root', { has: page.getByText(name, { exact: true }) });
  // Not the numbers on the axis of a chart.
  await card
    .getByRole('paragraph')
    .filter({ hasText: new RegExp(`^${value}$`) })
    .waitFor();
}

/** Somebody comes to the line; returns the status of the answer. */
async function join(eventId: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const url = `${site.url}/api/v1/lines/${eventId}/place`;
  return (await fetch(url, { method: 'POST', headers })).status;
}

async function told(eventId: string) {
  const response = await fetch(`${site.url}/api/v1/lines/${eventId}`);
  return (await response.json()) as { message?: string; status: string };
}

test('people who come to a lobby get their lots, and the team sees how anyone can check them', async () => {
  const { page, leave } = await member(WIDE);
  for (let i = 0; i < 3; i += 1) assert.equal(await join('premiere'), 200);
  await page.goto('/events/premiere/line');
  await page
    .getByText(/^The lobby is open\. At .* everybody in it gets a place by lot\.$/)
    .waitFor();
  await seeFigure(page, 'Waiting', '3');
  const draw = page.getByRole('region', { name: 'The draw' });
  await draw.getByText('Seed and list are published once the lots are drawn.').waitFor();
  await assertAccessible(page);

  const lots = draw.getByRole('link', { name: 'Seed and list of the draw' });
  await lots.waitFor({ timeout: 2 * LOBBY_MS });
  const [seed = '', ...list] = (await (await fetch((await lots.getAttribute('href')) ?? '')).text())
    .trimEnd()
    .split('\n');
  const seedHash = createHash('sha256')
    .update(Buffer.from(seed.replace('seed ', ''), 'hex'))
    .digest('hex');
  const listHash = createHash('sha256')
    .update(list.map((lot) => `${lot}\n`).join(''))
    .digest('hex');
  assert.equal(list.length, 3);
  await draw.getByText(seedHash).waitFor();
  await draw.getByText(listHash).waitFor();
  await leave();
});

test('a line is paused, told something, goes on and is closed, and each can be taken back', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/events/steady/line');
  await page.getByText('People get their turn one after another.').waitFor();
  await press(page, 'Pause the line');
  await page.getByText(/^The line is paused: nobody gets a turn/).waitFor();
  await eventually(
    () => told('steady'),
    ({ status }) => status === 'paused',
  );
  for (let i = 0; i < 5; i += 1) assert.equal(await join('steady'), 200);
  await seeFigure(page, 'Waiting', '5');
  await page.getByText('There are fewer tickets than people in line').waitFor();

  const message = page.getByRole('textbox', { name: 'Message to everybody in line' });
  await message.fill('Back at nine.');
  await press(page, 'Show it');
  await eventually(
    () => told('steady'),
    (line) => line.message === 'Back at nine.',
  );
  await press(page, 'Remove it');
  await eventually(
    () => told('steady'),
    (line) => line.message === undefined,
  );
  await assertAccessible(page);

  const pace = page.getByRole('textbox', { name: 'People per minute' });
  await pace.fill('0');
  await press(page, 'Set the pace');
  await page.getByText('Must be a whole number from 1 to 1,000,000').waitFor();
  await pace.fill('6000');
  await press(page, 'Set the pace');
  await page.getByText('The pace is set.').waitFor();
  await press(page, 'Resume the line');
  // There are four tickets.
  await seeFigure(page, 'Have their turn', '4');
  await seeFigure(page, 'Waiting', '1');
  await page.getByText('For 4 minutes each').waitFor();

  await press(page, 'Close the line');
  await page.getByText(/^The line is closed: nobody can join/).waitFor();
  await eventually(
    () => told('steady'),
    ({ status }) => status === 'closed',
  );
  assert.equal(await join('steady'), 409);
  await press(page, 'Open it again');
  await page.getByText('People get their turn one after another.').waitFor();
  // Only a few notes are shown at a time: this one comes when others have gone.
  const note = page.getByRole('status').filter({ hasText: 'The line is open again.' });
  await note.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/^The line is closed: nobody can join/).waitFor();

  const chart = page.getByRole('region', { name: 'People over time' });
  await chart.getByRole('button').click();
  await chart.getByText('Have their turn').first().waitFor();
  await leave();
});

test('whoever may only look sees the line, and nothing to steer it with', async () => {
  const { page, leave } = await member(WIDE, [{ role: 'viewer' }]);
  await page.goto('/events/steady');
  await page.getByRole('link', { name: 'Line', exact: true }).click();
  await seeFigure(page, 'Waiting', '1');
  assert.equal(await page.getByRole('button', { name: /line|pace/i }).count(), 0);
  assert.equal(await page.getByRole('textbox').count(), 0);
  await leave();
});

test('an event gets a waiting room in its form, and then has a line', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/events/calm/edit');
  const tab = page.getByRole('link', { name: 'Line', exact: true });
  await page.getByRole('button', { name: 'Waiting room' }).click();
  assert.equal(await tab.count(), 0);
  await page.getByRole('radio', { name: 'From a certain moment' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Please look at these').waitFor();
  await page.getByLabel('Line from').fill('2087-06-01T10:00');
  await page.getByLabel('Lobby open from').fill('2087-06-01T10:00');
  await page.getByRole('textbox', { name: 'Minutes to order in' }).fill('2,5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Must open before the line does').first().waitFor();
  await page.getByLabel('Lobby open from').fill('2087-06-01T09:00');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await tab.click();
  await page.getByText('The lobby opens at Sun, 1 Jun 2087, 09:00 CEST.').waitFor();
  await leave();
});

test('a waiting room that has died is noticed', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/events/steady/line');
  await seeFigure(page, 'Waiting', '1');
  await site.killWaitingRoom();
  await page.getByText(/^The waiting room isn’t running/).waitFor();
  await leave();
});
