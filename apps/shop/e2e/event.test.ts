import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { EventDetails, Ticket } from '@onsale/api-client';
import { assertAccessible, PHONE, type Site } from '@onsale/testing/site';
import { startBrowser, startSite, visit } from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { EVENT_CATALOG } from './event-catalog.ts';

// The page of one event, up to the checkout.

let site: Site;
let browser: Browser;

before(async () => {
  [site, browser] = await Promise.all([startSite({ catalog: EVENT_CATALOG }), startBrowser()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

const headline = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const more = (page: Page, name: string) =>
  page.getByRole('button', { name: `One more: ${name}`, exact: true });
const chosen = (page: Page, name: string) =>
  page.getByRole('group', { name: `How many: ${name}` }).getByRole('status');
const checkout = (page: Page) => page.getByRole('link', { name: 'Check out' });

/** Has the page see the event as the server would show it at another time. */
async function showAs(page: Page, id: string, change: (event: EventDetails) => EventDetails) {
  await page.route(`**/api/v1/events/${id}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as EventDetails) });
  });
}

test('on a phone the first ticket can be tapped eight times at one spot', async () => {
  const { page, leave } = await visit(browser, site.url, PHONE);
  await page.goto('/events/show');
  const box = await more(page, 'Seat').boundingBox();
  assert.ok(box !== null && box.y + box.height < 844, 'it is in view without scrolling');
  for (let i = 0; i < 8; i++) {
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  }
  assert.equal(await chosen(page, 'Seat').innerText(), '8');
  assert.deepEqual(await more(page, 'Seat').boundingBox(), box, 'nothing has moved');
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  await leave();
});

test('nothing in view is moved when the event comes', async () => {
  for (const options of [PHONE, { viewport: { width: 1280, height: 800 } }]) {
    const { page, leave } = await visit(browser, site.url, options);
    const shifts = await noteShifts(page);
    const asked = Promise.withResolvers<void>();
    await page.route('**/api/v1/events/show', async (route) => {
      await asked.promise;
      await route.continue();
    });
    await page.goto('/events/show');
    await page.getByText('Loading…').waitFor({ state: 'attached' });
    await page.getByRole('contentinfo').getByText('Sold by Old Hall').waitFor();
    asked.resolve();
    await more(page, 'Seat').waitFor();
    assert.deepEqual(await shifts(), []);
    // What would be noted is: this moves all that is in view.
    await page.evaluate(() => document.body.style.setProperty('padding-top', '20vh'));
    assert.equal((await shifts()).length, 1);
    await leave();
  }
});

/** Notes what moves in view without being touched; the answer is how much, frame by frame, so far. */
async function noteShifts(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as PerformanceEntry & { value: number }).value);
      }
    }).observe({ type: 'layout-shift' });
    Object.assign(window, { shifts });
  });
  return async () =>
    await page.evaluate(async () => {
      // What is drawn by now is told a frame later.
      const drawn = () => new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
      await drawn();
      await drawn();
      return (window as unknown as { shifts: number[] }).shifts;
    });
}

test('the page asks for its own event alone', async () => {
  const { page, leave } = await visit(browser, site.url);
  const asked = new Set<string>();
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.add(pathname + search);
  });
  await page.goto('/events/show');
  await page.waitForRequest('**/api/v1/tickets?event=show');
  assert.deepEqual(
    asked,
    new Set(['/api/v1/events/show', '/api/v1/seller', '/api/v1/tickets?event=show']),
  );
  await leave();
});

const BASKETS = [
  ['seat:99', 'You can order up to 10 tickets at a time. The rest were removed.', 'seat:10'],
  [
    'seat:8,box:8',
    'You can order up to 10 tickets at a time. The rest were removed.',
    'seat:8,box:2',
  ],
  ['seat:1,nothing:2', 'Part of your selection isn’t available for this event', 'seat:1'],
  ['seat:1,box:-3', 'Part of your selection isn’t available for this event', 'seat:1'],
  [':,seat:1,,seat:2', 'Part of your selection isn’t available for this event', 'seat:3'],
] as const;
for (const [basket, sentence, left] of BASKETS) {
  test(`a link with basket=${basket} says what was taken out`, async () => {
    const { page, leave } = await visit(browser, site.url);
    await page.goto(`/events/show?basket=${basket}`);
    await page.getByText(sentence).waitFor();
    const href = await checkout(page).getAttribute('href');
    assert.equal(new URLSearchParams(href?.split('?')[1]).get('basket'), left);
    await leave();
  });
}

test('a basket of nothing that exists can’t be checked out', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/show?basket=-1:x');
  await page.getByText('Part of your selection isn’t available').waitFor();
  await page.getByText('Nothing chosen yet').waitFor();
  assert.equal(await checkout(page).count(), 0);
  await assertAccessible(page);
  await leave();
});

test('the limits of an order are said and kept', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/limited');
  await page.getByText('An order needs at least 3 tickets. An order may have up to 6').waitFor();
  await page.getByText('2 to 4 per order').waitFor();
  await more(page, 'Table').click();
  assert.equal(await chosen(page, 'Table').innerText(), '2', 'as many as there must be');
  await page.getByText('Choose at least 3 tickets.').waitFor();
  assert.equal(await checkout(page).count(), 0);
  await assertAccessible(page);
  await more(page, 'Stool').click();
  await checkout(page).waitFor();
  for (let i = 0; i < 2; i++) await more(page, 'Table').click();
  assert.equal(await chosen(page, 'Table').innerText(), '4');
  assert.equal(await more(page, 'Table').getAttribute('aria-disabled'), 'true');
  await more(page, 'Stool').click();
  assert.equal(await chosen(page, 'Stool').innerText(), '2');
  assert.equal(await more(page, 'Stool').getAttribute('aria-disabled'), 'true');
  await page.getByText('Terms for this event').click();
  await page.getByText('The kitchen closes at ten.').waitFor();
  await leave();
});

test('filters stand in the address, and only where there are many ticket types', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/show?type=vip');
  await more(page, 'Seat').waitFor();
  assert.equal(await page.getByRole('group', { name: 'Filter tickets' }).count(), 0);
  await page.goto('/events/choice');
  const tickets = () => page.getByRole('main').getByRole('listitem').getByRole('heading');
  await page.getByRole('button', { name: 'VIP' }).click();
  await more(page, 'Place 3').click();
  await page.getByLabel('Price up to').selectOption('50');
  assert.deepEqual(await tickets().allTextContents(), ['Place 3']);
  await page.reload();
  await page.getByText('1 × Place 3').waitFor();
  assert.deepEqual(await tickets().allTextContents(), ['Place 3']);
  await page.getByLabel('Price up to').selectOption('10');
  await page.getByRole('button', { name: 'Show all tickets' }).click();
  assert.equal(await tickets().count(), 7);
  assert.equal(new URL(page.url()).searchParams.get('basket'), 'c-3:1');
  await leave();
});

test('a sale opens by itself, and is asked for no more often before', async () => {
  const { page, leave } = await visit(browser, site.url);
  const opensMs = Math.ceil(Date.now() / 1000) * 1000 + 12_000;
  const salesFrom = new Date(opensMs).toISOString();
  await showAs(page, 'later', (event) => ({ ...event, salesFrom }));
  let asked = 0;
  await page.route('**/api/v1/tickets?event=later', async (route) => {
    if (Date.now() < opensMs) asked++;
    const response = await route.fetch();
    const { tickets } = (await response.json()) as { tickets: Ticket[] };
    const onSale = Date.now() >= opensMs;
    await route.fulfill({
      response,
      json: { tickets: tickets.map((each) => ({ ...each, onSale })) },
    });
  });
  await page.goto('/events/later');
  await page.getByText(/^Sales open on /).waitFor();
  await page.getByRole('timer').waitFor();
  assert.equal(await more(page, 'Late seat').count(), 0);
  await assertAccessible(page);
  await more(page, 'Late seat').click();
  assert.ok(Date.now() >= opensMs);
  await page.getByText(/^Sales open on /).waitFor({ state: 'detached' });
  await checkout(page).waitFor();
  assert.ok(asked <= 1, `${asked} requests before`);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});

const STATES: [string, Partial<EventDetails>, string][] = [
  ['paused', { status: 'paused' }, 'Sales are paused'],
  ['closed', { status: 'closed' }, 'Sales are closed'],
  ['cancelled', { status: 'cancelled' }, 'Cancelled'],
  [
    'over',
    { startsAt: '2020-01-01T10:00:00Z', endsAt: '2020-01-01T12:00:00Z' },
    'This event is over',
  ],
  ['no longer sold', { salesTo: '2020-01-01T12:00:00Z' }, 'Sales have ended'],
];
for (const [state, change, words] of STATES) {
  test(`an event that is ${state} says so`, async () => {
    const { page, leave } = await visit(browser, site.url);
    const close = (tickets: Ticket[]) => tickets.map((each) => ({ ...each, onSale: false }));
    await showAs(page, 'show', (event) => ({ ...event, ...change, tickets: close(event.tickets) }));
    await page.route('**/api/v1/tickets?event=show', async (route) => {
      const response = await route.fetch();
      const { tickets } = (await response.json()) as { tickets: Ticket[] };
      await route.fulfill({ response, json: { tickets: close(tickets) } });
    });
    await page.goto('/events/show?basket=seat:2');
    await page.getByRole('status').getByText(words).first().waitFor();
    await page.getByText('Seat is no longer on sale and was removed.').waitFor();
    assert.equal(await checkout(page).count(), 0);
    await assertAccessible(page);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await leave();
  });
}

test('tickets that others hold may come back, and are not called sold out', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.route('**/api/v1/tickets?event=show', async (route) => {
    const response = await route.fetch();
    const { tickets } = (await response.json()) as { tickets: Ticket[] };
    const taken = tickets.map((ticket) => ({ ...ticket, remaining: 0, soldOut: false }));
    await route.fulfill({ response, json: { tickets: taken } });
  });
  await page.goto('/events/show');
  await page.getByText('All tickets are reserved right now').waitFor();
  assert.equal(await page.getByText('Sold out').count(), 0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});

test('a description is Markdown, and nothing in it comes alive', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/show');
  await page.getByRole('heading', { level: 3, name: 'Who plays' }).waitFor();
  const about = page.getByRole('region', { name: 'About this event' });
  await about.getByText('A pixel').waitFor();
  assert.equal(await about.locator('img, script, [onerror]').count(), 0);
  assert.deepEqual(await about.getByRole('link').allTextContents(), ['the hall']);
  await about.getByText("<script>document.title='broken'</script>").waitFor();
  assert.equal(await page.title(), 'The Show · Onsale');
  await leave();
});

test('an event goes into a calendar, and its link to others', async () => {
  const { context, page, leave } = await visit(browser, site.url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/events/show?basket=seat:1');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Add to calendar' }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), 'show.ics');
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /DTSTART:20870501T180000Z\r\nDTEND:20870501T210000Z\r\nSUMMARY:The Show\r\n/);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').waitFor();
  await page.getByRole('button', { name: 'Copy link' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${site.url}/events/show`, 'without what was chosen');
  await leave();
});

test('controls have names for those who hear the page', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/events/show?basket=seat:1');
  await headline(page, 'The Show').waitFor();
  await checkout(page).waitFor();
  const heard = await page.locator('body').ariaSnapshot();
  for (const name of [
    ...['link "Onsale"', 'button "Colours: as the system"', 'link "Check out"'],
    ...['button "One fewer: Seat"', 'button "One more: Seat"', 'button "Add to calendar"'],
    ...['combobox "Language"', 'complementary "Your tickets"', 'region "Tickets"'],
  ]) {
    assert.ok(heard.includes(name), `${name} in\n${heard}`);
  }
  assert.doesNotMatch(heard, /- (button|link|combobox|textbox)(:| \[|$)/m, 'one has no name');
  // Nothing to take away, nothing to stop at.
  const fewer = page.getByRole('button', { name: 'One fewer: Box' });
  assert.equal(await fewer.getAttribute('tabindex'), '-1');
  await leave();
});

test('what the seller has to say has pages, and links on every page', async () => {
  const { page, leave } = await visit(browser, site.url);
  await page.goto('/');
  const foot = page.getByRole('contentinfo');
  await foot.getByText('Sold by Old Hall').waitFor();
  const links = await foot.getByRole('listitem').getByRole('link').allTextContents();
  assert.deepEqual(links, ['Terms', 'Imprint', 'Privacy', 'Contact']);
  const privacy = await foot.getByRole('link', { name: 'Privacy' }).getAttribute('href');
  assert.equal(privacy, 'https://hall.example/privacy');
  await foot.getByRole('link', { name: 'Imprint' }).click();
  await headline(page, 'Imprint').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Write to us' }).waitFor();
  assert.equal(await page.getByRole('main').getByRole('link').count(), 1);
  assert.equal(await page.getByRole('heading', { name: 'Imprint' }).count(), 1, 'not said twice');
  await assertAccessible(page);
  await page.goto('/terms');
  await page.getByText('Version 2087-01').waitFor();
  await page.getByText('Be kind.').waitFor();
  await page.goto('/refunds');
  await page.getByText('The seller has not published this text.').waitFor();
  await assertAccessible(page);
  await page.goto('/privacy');
  await page.getByRole('link', { name: 'Read it on the seller’s website' }).waitFor();
  await leave();
});
