import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  freePorts,
  type SoldOrder,
  startEntrance,
  startService,
  type TestEntrance,
} from '@onsale/testing';
import { startBrowser } from '@onsale/testing/site';
import type { Browser, BrowserContext } from 'playwright-core';
import { deskOn, type DeskWindow } from './desk-page.ts';
import { type ServedApp, serveApp } from './serve-app.ts';

// Devices with the real office, nginx and PostgreSQL, in browsers whose network goes away.

let entrance: TestEntrance;
let served: ServedApp;
let browser: Browser;
let contexts: BrowserContext[] = [];
let consolePort: number;
let officePort: number;

/** Of the office, also of one that takes the place of another. */
const officeSettings = () => ({
  ...{ CONSOLE_URL: `http://127.0.0.1:${consolePort}`, PORT: String(officePort) },
  ...{ OFFICE_TOKEN: 'token-of-the-office', OFFICE_SECRET: 'x'.repeat(43) },
});

before(async () => {
  [consolePort, officePort] = (await freePorts(2)) as [number, number];
  entrance = await startEntrance(officeSettings());
  [served, browser] = await Promise.all([
    serveApp('e2e/desk-app', { officeUrl: entrance.office.url, consolePort }),
    startBrowser(),
  ]);
});

after(async () => {
  await browser.close();
  await served.stop();
  await entrance.stop();
});

beforeEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

test('an hour without a network, with a reload in it: nothing is lost, and nothing is there twice', async () => {
  const orders = await entrance.sell(3, { wanted: 'tonight-adult:4' });
  const [first, second, third] = orders;
  assert.ok(first && second && third);
  const { desk, context, deviceId } = await openDevice();
  await context.clock.install();
  await context.setOffline(true);
  await desk.until((state) => !state.isOnline);
  const codes = orders.flatMap(({ tickets }) => tickets.map(({ code }) => code));
  for (const code of codes.slice(0, 5)) await assertWelcome(desk, code);
  await context.clock.fastForward('30:00');
  await desk.page.reload();
  const again = await deskOn(desk.page);
  assert.equal((await again.state()).waiting, 5);
  for (const code of codes.slice(5, 8)) await assertWelcome(again, code);
  // Those of before the reload are known.
  assert.equal((await again.call('scan', codes[0]!, 'camera')).answer.kind, 'already_in');
  await context.clock.fastForward('30:00');
  const { answer } = await again.call('scan', third.tickets[3]!.code, 'camera');
  assert.equal(answer.kind, 'welcome');
  assert.ok((answer.listAgeMs ?? 0) > 3_500_000);
  await context.setOffline(false);
  await again.until((state) => state.waiting === 0);

  const scans = await scansOf(deviceId);
  assert.equal(scans.length, 10);
  assert.equal(new Set(scans.map(({ number }) => number)).size, 10);
  assert.equal(scans.filter(({ admitted }) => admitted).length, 9);
  assert.ok(scans.every(({ is_offline: isOffline, conflict }) => isOffline && conflict === null));
  assert.equal((await checkIns(orders)).length, 9);
  // What it sends once more, after an answer that was lost, has no further effect.
  await again.call('sync');
  assert.equal((await scansOf(deviceId)).length, 10);
});

test('two devices without a network let the same ticket in, and both hear of it', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:1' });
  const code = orders[0]?.tickets[0]?.code ?? '';
  const [north, south] = [await openDevice(), await openDevice()];
  for (const { context, desk } of [north, south]) {
    await context.setOffline(true);
    await assertWelcome(desk, code);
  }
  await north.context.setOffline(false);
  await north.desk.until((state) => state.waiting === 0);
  assert.equal((await north.desk.state()).conflicts.length, 0);
  await south.context.setOffline(false);
  await south.desk.until((state) => state.waiting === 0 && state.shown?.conflict === 'double');
  const { conflicts, shown } = await south.desk.state();
  assert.equal(conflicts.length, 1);
  const [first] = await checkIns(orders);
  assert.deepEqual(
    [shown?.other?.at, shown?.other?.device],
    [first?.at.toISOString(), first?.device_name],
  );
  const [checkIn, ...more] = await checkIns(orders);
  assert.deepEqual([checkIn?.device_id, more], [north.deviceId, []]);
  const [conflict] = await scansOf(south.deviceId);
  const [other] = await scansOf(north.deviceId);
  assert.equal(conflict?.other_scan_id, other?.scan_id);
  // From the next difference on, each knows what the other did.
  await south.desk.call('sync');
  const { answer } = await south.desk.call('pick', orders[0]?.tickets[0]?.ticket ?? '');
  assert.equal(answer.kind, 'already_in');
});

test('devices with a network let nobody in twice', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:1' });
  const code = orders[0]?.tickets[0]?.code ?? '';
  const [north, south] = [await openDevice(), await openDevice()];
  const shown = await Promise.all(
    [north, south].map(async ({ desk }) => await desk.call('scan', code, 'camera')),
  );
  assert.deepEqual(shown.map(({ answer }) => answer.kind).toSorted(), ['already_in', 'welcome']);
  assert.ok(shown.every(({ decidedBy }) => decidedBy === 'office'));
  assert.equal((await checkIns(orders)).length, 1);
});

test('what is taken back lets in again, on all devices', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:2' });
  const [first, second] = orders[0]?.tickets ?? [];
  assert.ok(first && second);
  const [north, south] = [await openDevice(), await openDevice()];
  await assertWelcome(north.desk, first.code);
  await north.desk.call('letInOther', second.ticket);
  assert.deepEqual((await north.desk.state()).shown?.othersIn, [second.ticket]);
  assert.equal((await checkIns(orders)).length, 2);
  await north.desk.call('undo');
  await north.desk.until((state) => state.waiting === 0);
  assert.equal((await checkIns(orders)).length, 1);
  await assertWelcome(south.desk, first.code);
  // South takes back what north has let in.
  const other = await south.desk.call('scan', second.code, 'camera');
  assert.equal(other.answer.before?.device, north.name);
  await south.desk.call('undo');
  await south.desk.until((state) => state.waiting === 0);
  assert.deepEqual(
    (await checkIns(orders)).map(({ device_id: by }) => by),
    [south.deviceId],
  );
});

test('a device that was revoked says so, and what it had scanned waits for a decision', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:2' });
  const [first, second] = orders[0]?.tickets ?? [];
  assert.ok(first && second);
  const { desk, context, deviceId } = await openDevice();
  await context.setOffline(true);
  await assertWelcome(desk, first.code);
  const ask = await entrance.office.as([{ role: 'manager' }]);
  const { status } = await ask(
    'POST',
    `/v1/events/${entrance.eventId}/devices/${deviceId}/revoke`,
    {},
  );
  assert.equal(status, 200);
  await context.setOffline(false);
  await desk.until((state) => state.phase === 'revoked' && state.waiting === 0);
  const [scan] = await scansOf(deviceId);
  assert.equal(scan?.late, 'open');
  assert.deepEqual(await checkIns(orders), []);
  const refused = await desk.call('scan', second.code, 'camera');
  assert.equal(refused.isIn, false);
});

test('a device that is revoked with a network lets in nobody from then on', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:2' });
  const { desk, deviceId } = await openDevice();
  const ask = await entrance.office.as([{ role: 'manager' }]);
  await ask('POST', `/v1/events/${entrance.eventId}/devices/${deviceId}/revoke`, {});
  const shown = await desk.call('scan', orders[0]?.tickets[0]?.code ?? '', 'camera');
  assert.deepEqual([shown.isIn, shown.answer.mayLetIn], [false, false]);
  await desk.until((state) => state.phase === 'revoked');
  assert.deepEqual(await checkIns(orders), []);
});

test('a new version of the app under the hand loses no scan', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:4' });
  const codes = orders[0]?.tickets.map(({ code }) => code) ?? [];
  const { desk, context, deviceId } = await openDevice();
  await context.setOffline(true);
  await assertWelcome(desk, codes[0] ?? '');
  await assertWelcome(desk, codes[1] ?? '');
  await served.deploy('second');
  // The office is away, and the new app is there.
  await context.route('**/api/**', (route) => route.abort());
  await context.setOffline(false);
  await desk.page.evaluate(async () => {
    const { serviceWorker } = navigator;
    const registration = await serviceWorker.ready;
    const changed = new Promise((resolve) => {
      serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
    await registration.update();
    await changed;
  });
  await desk.page.reload();
  await desk.page.waitForFunction(() => window.desk !== undefined);
  assert.equal(await desk.page.evaluate(() => window.appVersion), 'second');
  const again = await deskOn(desk.page);
  assert.equal((await again.state()).waiting, 2);
  assert.equal((await again.call('scan', codes[0] ?? '', 'camera')).answer.kind, 'already_in');
  await assertWelcome(again, codes[2] ?? '');
  await context.unroute('**/api/**');
  await again.call('sync');
  await again.until((state) => state.waiting === 0);
  const scans = await scansOf(deviceId);
  assert.deepEqual(
    scans.map(({ admitted }) => admitted),
    [true, true, false, true],
  );
  assert.equal((await checkIns(orders)).length, 3);
});

// The last: from then on it is another process.
test('the office is killed while it is asked: whoever was let in is in once', async () => {
  const orders = await entrance.sell(1, { wanted: 'tonight-adult:3' });
  const codes = orders[0]?.tickets.map(({ code }) => code) ?? [];
  const { desk, context, deviceId } = await openDevice();
  const { process, stores } = entrance.office;
  // It has done what it was asked, and dies before it is heard.
  await context.route(
    '**/api/v1/checkins',
    async (route) => {
      await route.fetch();
      process.signal('SIGKILL');
      await process.exited;
      await route.abort();
    },
    { times: 1 },
  );
  for (const code of codes) {
    const shown = await desk.call('scan', code, 'camera');
    assert.deepEqual([shown.answer.kind, shown.decidedBy], ['welcome', 'list']);
  }
  assert.equal(await process.exited, 'SIGKILL');
  assert.equal((await scansOf(deviceId)).length, 1);
  const next = startService('office', { ...stores, ...officeSettings() });
  try {
    await next.ready();
    await desk.call('sync');
    await desk.until((state) => state.waiting === 0);
  } finally {
    await next.stop();
  }
  const scans = await scansOf(deviceId);
  assert.deepEqual(
    scans.map(({ conflict }) => conflict),
    [null, null, null],
  );
  assert.equal((await checkIns(orders)).length, 3);
});

declare global {
  interface Window {
    appVersion?: string;
  }
}

interface OpenDevice {
  desk: DeskWindow;
  context: BrowserContext;
  deviceId: string;
  name: string;
}

/** A browser that is signed in by a link of the console, and has the list. */
async function openDevice(): Promise<OpenDevice> {
  const ask = await entrance.office.as([{ role: 'manager' }]);
  const path = `/v1/events/${entrance.eventId}`;
  const settings = (await ask('GET', `${path}/entrance`)).body.settings;
  const { entranceId } = settings.entrances[0];
  const { status, body } = await ask('POST', `${path}/devices`, { entranceId });
  assert.equal(status, 201, JSON.stringify(body));
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(`${served.url}#code=${body.code}`);
  const desk = await deskOn(page);
  await desk.until((state) => state.list.state === 'ready');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  assert.equal(page.url(), served.url);
  return { desk, context, deviceId: body.device.deviceId, name: body.device.name };
}

async function assertWelcome(desk: DeskWindow, code: string): Promise<void> {
  const { answer, isIn } = await desk.call('scan', code, 'camera');
  assert.deepEqual([answer.kind, isIn], ['welcome', true]);
}

async function scansOf(deviceId: string) {
  return await entrance.office.db
    .selectFrom('office.scans')
    .selectAll()
    .where('device_id', '=', deviceId)
    .orderBy('number')
    .execute();
}

async function checkIns(orders: readonly SoldOrder[]) {
  return await entrance.office.db
    .selectFrom('office.check_ins')
    .selectAll()
    .where(
      'order_id',
      'in',
      orders.map(({ orderId }) => orderId),
    )
    .where('undone_at', 'is', null)
    .execute();
}
