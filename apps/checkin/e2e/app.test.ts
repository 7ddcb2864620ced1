import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newOrderId } from '@onsale/ledger';
import { codesOf, eventually, freePorts, startEntrance, type TestEntrance } from '@onsale/testing';
import { makeTestCamera, startBrowser, type TestCamera, visit } from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { type ServedApp, serveApp } from './serve-app.ts';

// The whole app, with a camera that sees real tickets, in front of a real office.

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

declare global {
  interface Window {
    appVersion?: string;
  }
}

let entrance: TestEntrance;
let served: ServedApp;
let camera: TestCamera;
let browser: Browser;

before(async () => {
  const [port = 0] = await freePorts(1);
  [entrance, camera] = await Promise.all([
    // It takes changes from there alone.
    startEntrance({ CONSOLE_URL: `http://127.0.0.1:${port}` }),
    makeTestCamera(),
  ]);
  [served, browser] = await Promise.all([
    serveApp('.', { officeUrl: entrance.office.url, consolePort: port }),
    startBrowser({ camera: camera.file }),
  ]);
});
after(async () => {
  await browser.close();
  await served.stop();
  await camera.remove();
  await entrance.stop();
});

/** A phone that has signed in by the QR code of the console, and has the list. */
async function openPhone({ hasClock = false } = {}) {
  const { page, context, leave } = await visit(browser, served.url, PHONE);
  if (hasClock) await context.clock.install();
  const ask = await entrance.office.as([{ role: 'manager' }]);
  const { body: settings } = await ask('GET', '/v1/events/tonight/entrance');
  const { entranceId } = settings.settings.entrances[0];
  const { body } = await ask('POST', '/v1/events/tonight/devices', { entranceId });
  await page.goto(`#code=${body.code}`);
  await page.getByText('Hold the code inside the frame').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const revoke = async () => {
    const path = `/v1/events/tonight/devices/${body.device.deviceId}/revoke`;
    assert.equal((await ask('POST', path, {})).status, 200);
  };
  return { page, context, leave, revoke };
}

async function answered(page: Page, word: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: word, exact: true }).waitFor();
}

/** How many check-ins of these orders the office has. */
async function checkIns(orderIds: readonly string[]): Promise<number> {
  const found = await entrance.office.db
    .selectFrom('office.check_ins')
    .select('order_id')
    .where('order_id', 'in', [...orderIds])
    .where('undone_at', 'is', null)
    .execute();
  return found.length;
}

test('a ticket is welcome with the others of its order, and not a second time', async () => {
  const [order] = await entrance.sell(1, { wanted: 'tonight-adult:3' });
  assert.ok(order);
  const { page, leave } = await openPhone();
  await camera.show(order.tickets[1]!.code);
  await answered(page, 'Welcome');
  await page.getByText('2 of 3', { exact: true }).waitFor();
  await camera.show();
  await page.getByRole('listitem').first().getByRole('button').click();
  await page.getByText('1 more of this order').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await camera.show(order.tickets[0]!.code);
  await answered(page, 'Already in');
  await camera.show(`${order.tickets[2]!.code.slice(0, -4)}AAAA`);
  await answered(page, 'Not valid');
  await camera.show(order.tickets[2]!.code);
  await answered(page, 'Welcome');
  await camera.show();
  await eventually(
    async () => await checkIns([order.orderId]),
    (count) => count === 3,
  );
  await leave();
});

test('a new version takes over when nobody needs the phone, and never before', async (t) => {
  const [order] = await entrance.sell(1, { wanted: 'tonight-adult:1' });
  const { page, context, leave } = await openPhone({ hasClock: true });
  const version = async () => await page.evaluate(() => window.appVersion);
  await served.deploy('second');
  t.after(async () => await served.deploy('first'));
  await page.evaluate(async () => {
    const taken = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve);
    });
    await (await navigator.serviceWorker.ready).update();
    await taken;
  });
  await page.getByText('A new version is ready').waitFor();
  // While somebody looks at a sheet.
  await page.getByRole('button', { name: 'More' }).click();
  await context.clock.fastForward(120_000);
  assert.equal(await version(), 'first');
  await page.goBack();
  // With a guest in front of the camera.
  await camera.show(order!.tickets[0]!.code);
  await answered(page, 'Welcome');
  for (let i = 0; i < 4; i++) {
    await context.clock.fastForward(20_000);
    await page.getByRole('heading', { level: 1, name: /Welcome|Already in/ }).waitFor();
    assert.equal(await version(), 'first');
  }
  await camera.show();
  await page.getByRole('button', { name: 'Next' }).click();
  // In the middle of an answer that waits for a person.
  const what = { eventId: 'tonight', wanted: 'tonight-adult:1', signing: entrance.signing };
  const [unknown] = codesOf(newOrderId(0, Date.now()), what);
  await page.getByRole('button', { name: 'Type' }).click();
  await page.getByRole('textbox').fill(unknown!.code);
  await page.keyboard.press('Enter');
  await answered(page, 'Can’t decide');
  await context.clock.fastForward(600_000);
  assert.equal(await version(), 'first');
  await page.getByRole('button', { name: 'Next' }).click();
  // It can be brought back for a minute, and half a minute later nobody has come.
  await context.clock.fastForward(65_000);
  assert.equal(await version(), 'first');
  await context.clock.fastForward(35_000);
  await page.waitForFunction(() => window.appVersion === 'second');
  await page.getByText('Hold the code inside the frame').waitFor();
  await leave();
});

test('a phone that is signed out by the team says so, and lets nobody in', async () => {
  const { page, leave, revoke } = await openPhone();
  await revoke();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Refresh the list now' }).click();
  await page.getByRole('heading', { name: 'This device was signed out' }).waitFor();
  await leave();
});

test('a code that was used is told, and the app takes another one', async () => {
  const { page, leave } = await visit(browser, served.url, PHONE);
  await page.goto('#code=7K3P9QXM2D');
  await page.getByText('This code has been used').waitFor();
  await leave();
});
