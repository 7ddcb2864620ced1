import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { CheckInList } from '@onsale/contracts';
import { startBrowser } from '@onsale/testing/site';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import type { Browser, BrowserContext } from 'playwright-core';
import { CASES, type EntranceCase } from '../../../packages/check-in/test/cases.ts';
import { comparable, entranceWorld } from '../../../packages/check-in/test/entrance-world.ts';
import { type DeskServer, type DeskWindow, openDesk, startDeskServer } from './desk-page.ts';

// The table of cases on a device without a network: by its list alone.

const world = entranceWorld({ eventId: 'three-days', firstDay: '2087-07-04', deviceName: 'Ada' });
const [ours] = addKey([]);
const [others] = addKey([]);
assert.ok(ours && others);
const keys = { ours, others };

let server: DeskServer;
let browser: Browser;
let context: BrowserContext;
let desk: DeskWindow;
let current: EntranceCase;

before(async () => {
  server = await startDeskServer({
    list: () => (current.list === 'none' ? { status: 503, code: 'UNAVAILABLE' } : listOf(current)),
    scans: () => ({ status: 503, code: 'UNAVAILABLE' }),
    aheadMs: 0,
  });
  browser = await startBrowser();
  context = await browser.newContext();
  desk = await openDesk(context, server.url);
});

// The next one meets a browser that knows nothing, without a browser or a page of its own.
afterEach(async () => {
  await context.setOffline(false);
  await desk.page.evaluate(beginAnew);
});

after(async () => {
  await browser.close();
  await server.stop();
});

for (const each of CASES) {
  test(each.name, async () => {
    current = each;
    const { at = [0, '20:00'], entranceId = 'north', list, read } = each;
    const ageMs = typeof list === 'object' ? list.ageMs : 0;
    const nowMs = world.momentMs(at);
    // What the clock of this machine says does not matter.
    server.office.aheadMs = nowMs - ageMs - Date.now();
    assert.deepEqual(await desk.call('signIn', 'a'), { ok: true });
    await desk.until((state) => (list === 'none' ? !state.isOnline : state.list.state === 'ready'));
    await desk.call('chooseEntrance', entranceId);
    await context.setOffline(true);
    await desk.page.evaluate(turnClock, ageMs);
    const shown =
      'ticket' in read && read.as === 'name'
        ? await desk.call('pick', world.tagOf(read.ticket))
        : await desk.call('scan', world.codeOf(read, keys), 'camera');
    assert.deepEqual(comparable(shown.answer), world.expected(each));
    assert.equal(shown.decidedBy, 'list');
    assert.deepEqual((await desk.state()).shown, shown);
  });
}

// These run in the page.
function turnClock(byMs: number): void {
  const now = Date.now;
  Date.now = () => now() + byMs;
}

async function beginAnew(): Promise<void> {
  window.desk.close();
  await new Promise((resolve, reject) => {
    const deleted = indexedDB.deleteDatabase('checkin');
    deleted.addEventListener('success', resolve);
    deleted.addEventListener('error', () => reject(new Error('the database is still there')));
  });
  Date.now = () => new Date().getTime();
  window.desk.takeOver();
}

function listOf(each: EntranceCase): Partial<CheckInList> {
  return {
    device: { deviceId: 'a', name: 'Device a', entranceId: 'north' },
    ...{ rules: world.rules, keys: [publishedKey(ours!)], isDifference: false },
    orders: world.orders.map((order) => world.listed(order)),
    checkIns: world.listedCheckIns(each),
    ...{ total: world.orders.length, cursor: 'c1', progress: { expected: 10, in: 0 } },
    askAgainInMs: 60_000,
  };
}
