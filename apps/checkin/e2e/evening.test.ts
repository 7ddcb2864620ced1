import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { OrderTickets } from '@onsale/contracts';
import { createApiKey } from '@onsale/records';
import { ENTRANCE_EVENT, entranceCatalog, eventually, sellToMany } from '@onsale/testing';
import {
  makeTestCamera,
  PHONE,
  type Site,
  startBrowser,
  startSite,
  type TestCamera,
  visit,
} from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { buildVersion } from './serve-app.ts';
import { takePicture } from './take-picture.ts';

// An evening at the entrance of the real shop: tickets as delivery has issued them, before the camera of Chromium.

interface Ticket {
  orderId: string;
  code: string;
  name: string;
  /** Which of the tickets of its order it is. */
  place: string;
}

let site: Site;
let camera: TestCamera;
let browser: Browser;
let pages: string;

before(async () => {
  pages = await mkdtemp(join(tmpdir(), 'onsale-pages-'));
  const dist = new URL('../../../services/frontend/dist/', import.meta.url);
  await cp(fileURLToPath(dist), pages, { recursive: true });
  camera = await makeTestCamera();
  [site, browser] = await Promise.all([
    startSite({
      catalog: entranceCatalog(),
      office: {},
      delivery: {},
      nginxEnvironment: { WEB_ROOT: pages },
    }),
    startBrowser({ camera: camera.file }),
  ]);
});
after(async () => {
  await browser.close();
  await site.stop();
  await camera.remove();
  await rm(pages, { recursive: true });
});

// A phone that a test has left behind would read what the next one shows.
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await camera.show();
});

/** Two tickets for each of so many buyers, as these have them on their pages. */
async function sell(buyers: number): Promise<Ticket[]> {
  const what = { eventId: ENTRANCE_EVENT, wanted: `${ENTRANCE_EVENT}-adult:2`, buyers };
  const orders = await sellToMany(site.delivery.ledger, what);
  const tickets: Ticket[] = [];
  for (const [buyer, orderId] of orders.entries()) {
    const issued = await eventually(
      async () => await fetch(`${site.url}/api/v1/orders/${orderId}/tickets`),
      ({ status }) => status === 200,
    );
    const { tickets: each } = (await issued.json()) as OrderTickets;
    const name = `Buyer ${buyer + 1}`;
    tickets.push(
      ...each.map(({ code = '' }, i) => ({
        orderId,
        code,
        name,
        place: `${i + 1} of ${each.length}`,
      })),
    );
  }
  // As delivery, the office reads what the recorder has written.
  await eventually(
    async () => await site.office.db.selectFrom('records.orders').select('order_id').execute(),
    (recorded) => orders.every((orderId) => recorded.some((each) => each.order_id === orderId)),
  );
  return tickets;
}

async function ask(path: string, body?: object) {
  const { secret } = await createApiKey(site.office.db, {
    ...{ name: 'test', createdBy: 'test', grants: [{ role: 'owner' }] },
  });
  const response = await fetch(`${site.office.url}/v1/events/${ENTRANCE_EVENT}/${path}`, {
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, text);
  return text === '' ? undefined : JSON.parse(text);
}

/** A phone that is signed in by the QR code of the console. */
async function openPhone() {
  const { settings } = await ask('entrance');
  const added = await ask('devices', { entranceId: settings.entrances[0].entranceId });
  assert.ok(String(added.url).startsWith(`${site.office.consoleUrl}/checkin/#`), added.url);
  const visited = await visit(browser, site.office.consoleUrl, PHONE);
  const elsewhere: string[] = [];
  visited.context.on('request', (request) => {
    if (!request.url().startsWith(`${site.office.consoleUrl}/`)) elsewhere.push(request.url());
  });
  const { page } = visited;
  await page.goto(added.url);
  await page.getByText(/\d of \d+ in$/).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return { ...visited, deviceId: String(added.device.deviceId), elsewhere };
}

const answer = (page: Page, word: string) => page.getByRole('region', { name: word, exact: true });

/** Holds a ticket before the camera until its holder is welcome. */
async function letIn(page: Page, { code, name, place }: Ticket): Promise<void> {
  await camera.show(code);
  await welcome(page, { name, place });
}

async function welcome(page: Page, { name, place }: Pick<Ticket, 'name' | 'place'>) {
  // What is around it lists the others of the order.
  const shown = answer(page, 'Welcome').getByRole('alert').filter({ hasText: place });
  await shown.filter({ hasText: new RegExp(`${name}(?!\\d)`) }).waitFor();
}

async function admitted(): Promise<number> {
  const { db } = site.office;
  return (await db.selectFrom('office.check_ins').select('place').execute()).length;
}

/** Waits until so many are in for the office. */
async function arrived(count: number): Promise<void> {
  await eventually(admitted, (now) => now === count);
}

test('fifty tickets in a row are let in, each once, and nothing is asked of another origin', async () => {
  const tickets = await sell(25);
  const phone = await openPhone();
  for (const [i, ticket] of tickets.entries()) {
    await letIn(phone.page, ticket);
    await arrived(i + 1);
  }
  await camera.show(tickets[0]?.code ?? '');
  await answer(phone.page, 'Already in').waitFor();
  await camera.show('https://example.com/menu');
  await answer(phone.page, 'Not valid').waitFor();
  assert.equal(await admitted(), 50);
  assert.deepEqual(phone.elsewhere, []);
  await phone.leave();
});

test('the page of an order is held before the camera, and its holder comes in', async () => {
  const [, second] = await sell(1);
  assert.ok(second);
  const before = await admitted();
  const phone = await openPhone();
  const buyer = await visit(browser, site.url, { ...PHONE, deviceScaleFactor: 2 });
  await buyer.page.goto(`/orders/${second.orderId}`);
  const shown = buyer.page.getByRole('img', { name: 'The code of ticket 2 of 2' });
  await camera.showPicture(await takePicture(shown, camera));
  await welcome(phone.page, second);
  await arrived(before + 1);
  await buyer.leave();
  await phone.leave();
});

test('an hour without a network, with a reload in it, loses nothing and doubles nothing', async () => {
  const tickets = await sell(6);
  const before = await admitted();
  const { context, page, leave } = await openPhone();
  await page.clock.install();
  await context.setOffline(true);
  for (const ticket of tickets.slice(0, 6)) await letIn(page, ticket);
  await page.clock.fastForward('30:00');
  await page.reload();
  for (const ticket of tickets.slice(6)) await letIn(page, ticket);
  await camera.show(tickets[0]?.code ?? '');
  await answer(page, 'Already in').waitFor();
  assert.equal(await admitted(), before);
  await page.clock.fastForward('30:00');
  await context.setOffline(false);
  await arrived(before + 12);
  const { db } = site.office;
  const conflicts = db
    .selectFrom('office.scans')
    .select('scan_id')
    .where('conflict', 'is not', null);
  assert.deepEqual(await conflicts.execute(), []);
  await leave();
});

test('two phones that let the same ticket in without a network are told so when they have one', async () => {
  const [ticket] = await sell(1);
  assert.ok(ticket);
  const before = await admitted();
  const phones = [await openPhone(), await openPhone()];
  for (const { context } of phones) await context.setOffline(true);
  await camera.show(ticket.code);
  for (const { page } of phones) await welcome(page, ticket);
  await camera.show();
  for (const { context } of phones) await context.setOffline(false);
  const { db } = site.office;
  const doubles = db
    .selectFrom('office.scans')
    .select('device_id')
    .where('conflict', '=', 'double');
  const [double] = await eventually(
    async () => await doubles.execute(),
    (found) => found.length > 0,
  );
  assert.equal(await admitted(), before + 1);
  const told = phones.find(({ deviceId }) => deviceId === double?.device_id);
  await told?.page.getByText('1 ticket let in here was let in elsewhere as well').waitFor();
  for (const phone of phones) await phone.leave();
});

test('a new version under the hand: what was scanned stays, and scanning goes on', async () => {
  const tickets = await sell(2);
  const before = await admitted();
  const { context, page, leave } = await openPhone();
  await letIn(page, tickets[0]!);
  await buildVersion('second', { outDir: join(pages, 'console/checkin') });
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const load = page.getByRole('button', { name: 'Load it' });
  await load.waitFor();
  await context.setOffline(true);
  await letIn(page, tickets[1]!);
  // As long as a ticket is held there, its answer is over all else.
  await camera.show();
  await load.click();
  await page.waitForFunction(() => window.appVersion === 'second');
  await page.getByText('1 to send').waitFor();
  await letIn(page, tickets[2]!);
  await context.setOffline(false);
  await letIn(page, tickets[3]!);
  await arrived(before + 4);
  await leave();
});

test('a device that was signed out lets nobody in', async () => {
  const [ticket] = await sell(1);
  const before = await admitted();
  const { deviceId, page, leave } = await openPhone();
  await ask(`devices/${deviceId}/revoke`, {});
  await camera.show(ticket?.code ?? '');
  await page.getByText('This device was signed out').waitFor();
  assert.equal(await admitted(), before);
  await leave();
});
