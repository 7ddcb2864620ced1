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
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// A seller rehearses an event, with the real generator, in a whole shop that runs.

const CATALOG = `
events:
  - id: summer
    name: A Summer Evening
    venue: Old Hall
    startsAt: 2087-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: stall, name: Stall, type: adult, price: 12.50, capacity: 300 }
      - { id: balcony, name: Balcony, type: adult, price: 20, capacity: 200 }
`;
const WIDE: BrowserContextOptions = { viewport: { width: 1200, height: 900 } };
/** A small crowd is at home within a minute; on a busy machine it takes its time. */
const PLAYED_MS = 240_000;

let site: Site;
let browser: Browser;

before(async () => {
  const trusts = { TRUSTED_PROXIES: '127.0.0.1' };
  [site, browser] = await Promise.all([
    startSite({
      ...{ catalog: CATALOG, generator: true, office: trusts, payments: trusts },
      ...{ waitingRoom: trusts, gatewayEnvironment: trusts },
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

type Grants = NonNullable<Parameters<typeof signIn>[2]>['grants'];

async function member(options: BrowserContextOptions, grants: Grants = [{ role: 'manager' }]) {
  const { context, page, leave } = await visit(browser, site.office.consoleUrl, {
    ...{ timezoneId: 'Europe/Berlin', ...options },
  });
  await signIn(context, site.office, { grants });
  return { context, page, leave };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, name: string, text: string) =>
  page.getByRole('textbox', { name, exact: true }).fill(text);

async function planSmallCrowd(page: Page): Promise<void> {
  await fill(page, 'How many people come', '60');
  await fill(page, 'Tickets', '12');
  await fill(page, 'Never pay, in %', '0');
}

test('a seller plans, watches and reads a rehearsal of an event', async () => {
  const { context, page, leave } = await member(WIDE);
  await page.goto('/events/summer');
  await page.getByRole('link', { name: 'Plan a rehearsal' }).click();
  await page.getByText('Nothing of your real events is touched').waitFor();
  const people = page.getByRole('textbox', { name: 'How many people come' });
  await eventually(
    () => people.inputValue(),
    (text) => text === '2500',
  );
  await planSmallCrowd(page);
  await fill(page, 'Within how many seconds', '0');
  await press(page, 'Start the rehearsal');
  await page.getByText('Must be a whole number from 1 to 3,600').waitFor();
  await fill(page, 'Within how many seconds', '4');
  await assertAccessible(page);
  await press(page, 'Start the rehearsal');

  await page.getByRole('heading', { name: 'A Summer Evening' }).waitFor();
  await page.getByText('The sale is on.').waitFor({ timeout: PLAYED_MS });
  await page.locator('.recharts-surface').first().waitFor();
  await assertAccessible(page);

  await page.getByText('60 people came for 12 tickets, and 12 of them have one.').waitFor({
    timeout: PLAYED_MS,
  });
  await page.getByText('Never oversold').waitFor();
  await assertAccessible(page);
  const [report] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Open the whole report' }).click(),
  ]);
  await report.getByRole('heading', { name: 'Rehearsal: A Summer Evening' }).waitFor();
  // Its styles are in it, and the console's policy is not its own.
  const font = await report.locator('main').evaluate((main) => getComputedStyle(main).maxWidth);
  assert.notEqual(font, 'none');
  await report.close();
  for (const [format, begin] of [
    ['HTML', '<!doctype html>'],
    ['JSON', '{"verdict":'],
    ['JUnit', '<?xml'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: format, exact: true }).click(),
    ]);
    const stream = await download.createReadStream();
    const [chunk] = (await stream.take(1).toArray()) as Buffer[];
    assert.equal(chunk?.toString().slice(0, begin.length), begin);
  }
  const list = page.getByRole('table', { name: 'Earlier rehearsals' });
  await list.getByRole('link').click();
  await page.getByRole('heading', { name: 'A Summer Evening', level: 1 }).waitFor();
  await leave();
});

test('on a phone a rehearsal of a made-up event is stopped, and nothing of it is left', async () => {
  const { page, leave } = await member(PHONE);
  await page.goto('/');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('link', { name: 'Rehearsal', exact: true }).click();
  await page.getByRole('combobox', { name: 'Event' }).click();
  await page.getByRole('option', { name: 'A made-up event' }).click();
  await planSmallCrowd(page);
  await fill(page, 'Within how many seconds', '600');
  await press(page, 'Start the rehearsal');
  await page.getByText('People are coming and waiting for the opening.').waitFor();

  const other = await member(WIDE);
  const refused = await other.context.request.post(`${site.office.consoleUrl}/api/v1/rehearsals`, {
    data: { people: 5, tickets: 1, withinS: 4, phones: 0, bots: 0, abandons: 0 },
    headers: { origin: site.office.consoleUrl },
  });
  assert.equal(((await refused.json()) as { code: string }).code, 'RUN_ACTIVE');
  await other.leave();

  await press(page, 'Stop');
  await page.getByText('The rehearsal was stopped').waitFor();
  await assertAccessible(page);
  await leave();
});

test('whoever may not control every sale has no such page', async () => {
  const { page, leave } = await member(WIDE, [{ role: 'manager', eventId: 'summer' }]);
  await page.goto('/rehearsal');
  await page.getByText('Your role doesn’t allow this').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Rehearsal', exact: true }).count(), 0);
  await leave();
});
