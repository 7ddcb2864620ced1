import assert from 'node:assert/strict';
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
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

const CATALOG = `
events:
  - id: gala
    name: Gala
    venue: Hall
    startsAt: 2087-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    tickets:
      - { id: gala-seat, name: Seat, type: adult, price: 25.50, capacity: 100 }
      - { id: gala-floor, name: Floor, type: adult, price: 12.00, capacity: 50 }
`;

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

const input = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function isInView(place: Locator): Promise<boolean> {
  const box = await place.boundingBox();
  return box !== null && box.y < 844 && box.y + box.height > 0;
}

/** What the shop says of the gala; it follows within a second. */
async function shopShows() {
  const response = await fetch(`${site.url}/api/v1/events/gala`);
  const { name, venue, city } = (await response.json()) as Record<string, string | undefined>;
  return { name, venue, city };
}

test('somebody sells a first event on a phone, from a few fields', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/events/new');
  await input(page, 'Name').fill('Nachtcafé Süd');
  await press(page, 'Create the draft');
  await page.getByText('Please look at these').waitFor();
  await assertAccessible(page);
  await input(page, 'Venue').fill('Kulturhaus');
  await input(page, 'Starts').fill('2087-06-20T21:00');
  await page.getByText('20 Jun 2087, 21:00 CEST').waitFor();
  // What was typed is still there.
  await page.reload();
  assert.equal(await input(page, 'Venue').inputValue(), 'Kulturhaus');
  await input(page, 'Price').fill('19,50');
  await input(page, 'Number of tickets').fill('80');
  await press(page, 'Create the draft');
  await page.getByRole('heading', { name: 'Nachtcafé Süd', level: 1 }).waitFor();
  assert.equal((await fetch(`${site.url}/api/v1/events/nachtcafe-sued`)).status, 404);
  await press(page, 'Publish');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Nachtcafé Süd is published').waitFor();
  await page.getByRole('link', { name: 'Events' }).first().click();
  const row = page.getByRole('listitem').filter({ hasText: 'Nachtcafé Süd' });
  await row.getByText('On sale').waitFor();
  await row.getByText('0 of 80 sold').waitFor();
  await assertAccessible(page);
  await leave();
  const prices = await eventually(
    async () => {
      const response = await fetch(`${site.url}/api/v1/tickets?event=nachtcafe-sued`);
      const { tickets } = (await response.json()) as { tickets: { price: number }[] };
      return tickets.map(({ price }) => price);
    },
    ({ length }) => length > 0,
  );
  assert.deepEqual(prices, [19.5]);
});

test('an event is edited beside its page in the shop, and nothing that was typed is lost', async () => {
  const { page, leave } = await member(WIDE);
  await page.goto('/events/gala/edit');
  const preview = page.frameLocator('iframe');
  await preview.getByRole('heading', { name: 'Gala' }).waitFor();
  await input(page, 'Name').fill('Grand Gala <b>&</b>');
  await preview.getByRole('heading', { name: 'Grand Gala <b>&</b>' }).waitFor();
  await input(page, 'Ends').fill('2087-06-18T19:00');
  await press(page, 'Save');
  await page.getByText('Must be after the start').first().waitFor();
  await input(page, 'Ends').fill('2087-06-19T02:00');

  const file = page.locator('input[type=file]');
  const png = { name: 'hall.png', mimeType: 'image/png' };
  await file.setInputFiles({ ...png, buffer: Buffer.from('no picture at all') });
  await page.getByText('It couldn’t be used').waitFor();
  await file.setInputFiles({ ...png, buffer: await page.screenshot() });
  await preview.locator('img[src^="/pictures/"]').waitFor();

  // Who leaves is asked, and who reloads finds it again.
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText('What you typed before').waitFor();
  assert.equal(await input(page, 'Name').inputValue(), 'Grand Gala <b>&</b>');

  await press(page, 'Save');
  await page.getByText('All changes saved').waitFor();
  await eventually(shopShows, ({ name }) => name === 'Grand Gala <b>&</b>');
  await press(page, 'Undo');
  await page.getByText('Change undone').waitFor();
  assert.equal(await input(page, 'Name').inputValue(), 'Gala');
  await leave();
});

test('of two who edit one event, the second sees what the first has changed', async () => {
  const [first, second] = await Promise.all([member(WIDE), member(PHONE)]);
  for (const { page } of [first, second]) {
    await page.goto('/events/gala/edit');
    await input(page, 'Name').waitFor();
  }
  await input(second.page, 'Name').fill('Second');
  await input(second.page, 'City').fill('Bern');
  await input(first.page, 'Name').fill('First');
  await input(first.page, 'Venue').fill('Theatre');
  await press(first.page, 'Save');
  await first.page.getByText('All changes saved').waitFor();

  await press(second.page, 'Save');
  const alert = second.page.getByRole('alert').filter({ hasText: 'Somebody else has changed' });
  await alert.getByText('Venue: Hall → Theatre').waitFor();
  assert.equal(await isInView(alert), true);
  await assertAccessible(second.page);
  await alert.getByLabel('The other: First').check();
  assert.equal(await input(second.page, 'Name').inputValue(), 'First');
  await press(second.page, 'Save');
  await second.page.getByText('All changes saved').waitFor();
  const shown = await eventually(shopShows, ({ city }) => city !== undefined);
  assert.deepEqual(shown, { name: 'First', venue: 'Theatre', city: 'Bern' });
  await first.leave();
  await second.leave();
});

test('the sale is paused and goes on, capacities grow, and an event is copied every week', async () => {
  const { page, leave } = await member(WIDE);
  await page.goto('/events/gala');
  await press(page, 'Pause');
  await page.getByText('The sale is paused').waitFor();
  await press(page, 'Undo');
  await page.getByRole('button', { name: 'Pause' }).waitFor();

  await press(page, 'Change the number: Seat');
  await input(page, 'By how many').fill('25');
  await page.getByText('From 100 to 125').waitFor();
  await press(page, 'Apply');
  await page.getByText('0 of 125 sold').waitFor();
  await page.getByRole('img', { name: `QR code of ${site.url}/events/gala` }).waitFor();

  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Every week').click();
  await input(page, 'How many').fill('3');
  await dialog.getByText('9 Jul 2087, 20:00 CEST').waitFor();
  await assertAccessible(page);
  await press(page, 'Create the drafts (3)');
  await page.getByText('Drafts created: 3').waitFor();
  await page.getByRole('row').nth(3).getByText('Draft').waitFor();
  await leave();
});

test('who may only look is shown nothing to change', async () => {
  const { page, leave } = await member(WIDE, [{ role: 'viewer', eventId: 'gala' }]);
  await page.goto('/events');
  await page.getByRole('row').nth(1).waitFor();
  assert.equal(await page.getByRole('row').count(), 2);
  assert.equal(await page.getByRole('link', { name: 'New event' }).count(), 0);
  await page.goto('/events/gala');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Tickets' }).waitFor();
  for (const name of ['Pause', 'More', /Change the number/]) {
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0);
  }
  assert.equal(await page.getByRole('link', { name: 'Edit' }).count(), 0);
  await page.goto('/events/gala/edit');
  await page.getByText('Your role doesn’t allow this').waitFor();
  await leave();
});
