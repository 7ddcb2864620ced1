import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { PHONE, type Site, startBrowser, startSite, visit } from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { buyElsewhere } from './buyer.ts';

// What becomes of the pages that a device keeps when the shop is updated: a door before the door serves
// another version of it.

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 500 }]
`;

let site: Site;
let browser: Browser;
let door: Server;
let url: string;
/** What the shop has become, if it was updated. */
let version: string | undefined;
let isDown = false;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, delivery: {} }),
    startBrowser(),
  ]);
  door = createServer((request, response) => void answer(request.url ?? '/', response));
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
after(async () => {
  await browser?.close();
  door?.closeAllConnections();
  door?.close();
  await site?.stop();
});

async function answer(path: string, response: ServerResponse): Promise<void> {
  if (isDown) return void response.destroy();
  // Of the old version nothing is left.
  if (version !== undefined && path.startsWith('/assets/') && !path.includes(version)) {
    return void response.writeHead(404).end();
  }
  try {
    const { status, type, body } = await forward(path);
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
  } catch {
    response.destroy();
  }
}

// Files get other names with another version, as a build gives them.
async function forward(path: string) {
  const asked = version === undefined ? path : path.replace(`.${version}.`, '.');
  const response = await fetch(`${site.url}${asked}`, { headers: { accept: '*/*' } });
  const type = response.headers.get('content-type') ?? '';
  const isText = /html|javascript|css/.test(type);
  if (version === undefined || !isText) {
    return { status: response.status, type, body: Buffer.from(await response.arrayBuffer()) };
  }
  const text = (await response.text())
    .replaceAll(/(-[\w-]{8})\.(js|css|woff2)\b/g, `$1.${version}.$2`)
    .replace(/VERSION = '\w+'/, `VERSION = '${version}'`);
  return { status: response.status, type, body: text };
}

async function cachesOf(page: Page): Promise<string[]> {
  return await page.evaluate(async () => await caches.keys());
}

async function untilTickets(page: Page): Promise<void> {
  await page.getByRole('img', { name: 'The code of ticket 1 of 1' }).waitFor();
}

test('an update takes over when the last page of the old version is closed', async () => {
  const orderId = await buyElsewhere(site.url, 'seat', 1);
  const { page, context, leave } = await visit(browser, url, PHONE);
  await page.goto(`/orders/${orderId}`);
  await page.getByText('Kept on this device').waitFor();
  const [old = ''] = await cachesOf(page);
  await page.reload();
  await untilTickets(page);

  version = 'update';
  // With a network a page comes from there, and so from the new version, whatever is kept.
  await page.reload();
  await untilTickets(page);
  const names = await eventually(
    () => cachesOf(page),
    (found) => found.length === 2,
  );
  assert.ok(names.includes('order-page-update') && names.includes(old));
  // Without one, it is the old version as a whole.
  await eventually(
    async () =>
      await page.evaluate(
        async () => (await navigator.serviceWorker.getRegistration('/orders/'))?.waiting?.state,
      ),
    (state) => state === 'installed',
  );
  isDown = true;
  await page.reload();
  await untilTickets(page);
  isDown = false;

  // It has no such worker, and so keeps none. A page of an order that opens before the last one has really gone is
  // one of the old version still.
  const elsewhere = await context.newPage();
  await elsewhere.goto('/');
  await page.close();
  await eventually(
    () => cachesOf(elsewhere),
    (found) => found.join() === 'order-page-update',
  );
  const next = await context.newPage();
  await next.goto(`/orders/${orderId}`);
  await untilTickets(next);
  isDown = true;
  await next.reload();
  await untilTickets(next);
  await leave();
});
