import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { CheckInList, Scan, ScanAnswer } from '@onsale/contracts';
import { eventually } from '@onsale/testing';
import { startBrowser } from '@onsale/testing/site';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import type { Browser, BrowserContext } from 'playwright-core';
import type { At, TicketOf } from '../../../packages/check-in/test/cases.ts';
import { entranceWorld } from '../../../packages/check-in/test/entrance-world.ts';
import {
  deskOn,
  type DeskServer,
  type DeskWindow,
  openDesk,
  startDeskServer,
} from './desk-page.ts';

// What a device does when all goes wrong: with an office that says what each test wants it to.

const world = entranceWorld({ eventId: 'three-days', firstDay: '2087-07-04' });
const [ours] = addKey([]);
assert.ok(ours);
const code = (of: TicketOf) => world.codeOf({ ticket: of }, { ours, others: ours });
const AT: At = [0, '20:00'];

let server: DeskServer;
let browser: Browser;
let context: BrowserContext;

before(async () => {
  server = await startDeskServer({ list: wholeList, scans: welcomeAll, aheadMs: 0 });
  browser = await startBrowser();
});

after(async () => {
  await browser.close();
  await server.stop();
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext();
  Object.assign(server.office, { list: wholeList, scans: welcomeAll, sent: [] });
  server.office.aheadMs = world.momentMs(AT) - Date.now();
});

test('the office decides when it answers', async () => {
  const desk = await signedIn();
  const shown = await desk.call('scan', code(['single', 1]), 'camera');
  assert.equal(shown.answer.kind, 'welcome');
  assert.equal(shown.decidedBy, 'office');
  assert.equal(server.office.sent[0]?.shown, undefined);
  await desk.until((state) => state.waiting === 0);
  const [entry] = await desk.call('log');
  assert.deepEqual([entry?.state, entry?.isIn, entry?.place], ['sent', true, 1]);
});

test('the list decides when the office takes too long, and the office is told so', async () => {
  const desk = await signedIn();
  server.office.scans = () => {
    server.office.scans = welcomeAll;
    return 'hang';
  };
  const shown = await desk.call('scan', code(['single', 1]), 'camera');
  assert.equal(shown.decidedBy, 'list');
  assert.equal(shown.answer.kind, 'welcome');
  await desk.until((state) => state.waiting === 0);
  const [asked, ...told] = server.office.sent;
  assert.equal(asked?.shown, undefined);
  assert.equal(asked?.number, shown.number);
  assert.deepEqual(told.at(-1)?.shown, { kind: 'welcome', admitted: true });
  assert.equal(told.at(-1)?.number, shown.number);
});

test('what is shown as accepted is on the disk', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  const kept = await desk.page.evaluate(
    async (text) => {
      const seen: Promise<unknown>[] = [];
      window.desk.subscribe(() => {
        const { shown } = window.desk.getState();
        if (shown !== undefined && seen.length === 0) seen.push(readScan(shown.number));
      });
      await window.desk.scan(text, 'camera');
      return await seen[0];

      async function readScan(number: number): Promise<unknown> {
        const open = indexedDB.open('checkin');
        await new Promise((resolve) => open.addEventListener('success', resolve));
        const read = open.result.transaction('scans').objectStore('scans').get(number);
        await new Promise((resolve) => read.addEventListener('success', resolve));
        open.result.close();
        return read.result;
      }
    },
    code(['single', 1]),
  );
  const { shown, state } = kept as { shown: object; state: string };
  assert.deepEqual([shown, state], [{ kind: 'welcome', admitted: true }, 'waiting']);
});

test('what was scanned without a network is sent later, once, also after a reload', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  await desk.until((state) => !state.isOnline);
  for (const place of [1, 2, 3]) await desk.call('scan', code(['family', place]), 'camera');
  server.office.scans = () => ({ status: 503, code: 'UNAVAILABLE' });
  await context.setOffline(false);
  await desk.page.reload();
  const again = await deskOn(desk.page);
  assert.equal((await again.state()).waiting, 3);
  const twice = await again.call('scan', code(['family', 2]), 'camera');
  assert.equal(twice.answer.kind, 'already_in');
  server.office.sent = [];
  server.office.scans = welcomeAll;
  await again.call('sync');
  await again.until((state) => state.waiting === 0);
  const sent = server.office.sent.map(({ number, shown }) => [number, shown?.admitted]);
  assert.deepEqual(sent, [
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ]);
});

test('a code that is held in front of the camera stays welcome', async () => {
  // Installed later, it would set the steady clock of the page back.
  await context.clock.install();
  const desk = await signedIn();
  const first = await desk.call('scan', code(['single', 1]), 'camera');
  for (let i = 0; i < 5; i++) {
    const again = await desk.call('scan', `${code(['single', 1])}\n`, 'camera');
    assert.deepEqual(again, { ...first, isRepeat: true });
  }
  assert.equal(server.office.sent.length, 1);
  await context.setOffline(true);
  await context.clock.fastForward(5000);
  const later = await desk.call('scan', code(['single', 1]), 'camera');
  assert.equal(later.answer.kind, 'already_in');
});

test('what can not be read stops nobody behind it', async () => {
  const desk = await signedIn();
  server.office.scans = (scans) =>
    scans.some(({ via }) => via === 'typed')
      ? { status: 400, code: 'INVALID_REQUEST' }
      : welcomeAll(scans);
  const texts = ['', ' ', 'x'.repeat(5000), '\u0000', '🎫', code(['single', 1])];
  const kinds = [];
  for (const text of texts) kinds.push((await desk.call('scan', text, 'typed')).answer.kind);
  const [single, ...rest] = kinds.toReversed();
  assert.equal(single, 'welcome');
  assert.deepEqual(new Set(rest), new Set(['not_valid']));
  assert.equal((await desk.call('scan', code(['family', 1]), 'camera')).answer.kind, 'welcome');
  // What the office can't take does not stop what it can.
  await desk.until((state) => state.waiting === 0);
  assert.ok((await desk.state()).unsendable > 0);
  assert.ok(server.office.sent.every(({ code: text = '' }) => text.length <= 300));
});

test('a code with characters that are none reaches the office all the same', async () => {
  const desk = await signedIn();
  server.office.scans = (scans) =>
    scans.every(({ code: text = '' }) => text.isWellFormed() && !text.includes('\u0000'))
      ? welcomeAll(scans)
      : { status: 400, code: 'INVALID_REQUEST' };
  const texts = ['a\u0000b', '\ud83c', `${'x'.repeat(299)}🎫`];
  for (const text of texts) {
    assert.equal((await desk.call('scan', text, 'camera')).answer.reason, 'malformed');
  }
  await desk.until((state) => state.waiting === 0);
  assert.equal((await desk.state()).unsendable, 0);
});

test('a person lets in what the list leaves to them, and takes it back', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  const shown = await desk.call('scan', code(['vip', 1]), 'camera');
  assert.equal(shown.answer.reason, 'other_entrance');
  assert.equal(shown.isIn, false);
  await desk.call('letIn');
  await desk.call('letIn');
  assert.equal((await desk.state()).shown?.isIn, true);
  await desk.call('undo');
  const after = (await desk.state()).shown;
  assert.deepEqual([after?.isIn, after?.isUndone], [false, true]);
  await context.setOffline(false);
  await desk.until((state) => state.waiting === 0);
  const facts = server.office.sent.map(({ letIn, undo, shown: said }) => [
    ...[letIn, undo, said?.admitted],
  ]);
  assert.deepEqual(facts, [
    [undefined, undefined, false],
    [true, undefined, true],
    [undefined, true, false],
  ]);
});

test('others of an order come in with a tick each, and are taken back one by one', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  const shown = await desk.call('scan', code(['family', 1]), 'camera');
  const [second, third] = shown.answer.others ?? [];
  await desk.call('letInOther', second?.ticket ?? '');
  await desk.call('letInOther', third?.ticket ?? '');
  await desk.call('undo', second?.ticket ?? '');
  assert.deepEqual((await desk.state()).shown?.othersIn, [third?.ticket]);
  assert.equal((await desk.state()).shown?.number, shown.number);
  const answers = [];
  for (const place of [1, 2, 3] as const) {
    answers.push((await desk.call('pick', world.tagOf(['family', place]))).answer.kind);
  }
  assert.deepEqual(answers, ['already_in', 'welcome', 'already_in']);
});

test('a device that was signed out forgets the list, and sends what it had scanned', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  await desk.call('scan', code(['family', 1]), 'camera');
  server.office.list = () => ({ status: 401, code: 'DEVICE_REVOKED' });
  await context.setOffline(false);
  await desk.until((state) => state.phase === 'revoked' && state.waiting === 0);
  assert.equal(server.office.sent.length, 1);
  assert.equal((await desk.state()).list.tickets, 0);
  const refused = await desk.call('scan', code(['family', 2]), 'camera');
  assert.deepEqual([refused.number, refused.answer.mayLetIn], [0, false]);
  await desk.page.reload();
  const again = await deskOn(desk.page);
  assert.equal((await again.state()).phase, 'revoked');
  assert.deepEqual(await again.call('search', 'ada'), []);
  server.office.list = wholeList;
  assert.deepEqual(await again.call('signIn', 'b'), { ok: true });
  await again.until((state) => state.phase === 'signed_in' && state.list.state === 'ready');
});

test('a list that still comes when the device is signed out is kept nowhere, and is no other device’s', async () => {
  const desk = await openDesk(context, server.url);
  for (const leave of [
    async () => void (await desk.call('signOut')),
    async () => void (await desk.call('signIn', 'b')),
  ]) {
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    server.office.list = async (query) => {
      if (query.get('page') === '1') {
        asked.resolve();
        await left.promise;
        return { ...wholeList(), orders: [listed('vip')] };
      }
      const { cursor: _, ...list } = wholeList();
      return { ...list, orders: [listed('family')], nextPage: '1' };
    };
    await desk.call('signIn', 'a');
    await asked.promise;
    await leave();
    server.office.list = () => ({ status: 503, code: 'UNAVAILABLE' });
    left.resolve();
    await desk.call('sync');
    const { list } = await desk.state();
    assert.deepEqual([list.state, list.tickets], ['none', 0]);
    assert.deepEqual(await keptIn(desk, 'pages'), []);
    assert.deepEqual(await desk.call('search', 'ada'), []);
  }
});

test('what one device scanned is sent with its own token when the browser is another one', async () => {
  const desk = await signedIn();
  server.office.scans = () => ({ status: 503, code: 'UNAVAILABLE' });
  await desk.call('scan', code(['family', 1]), 'camera');
  assert.deepEqual(await desk.call('signOut'), { waiting: 1 });
  assert.equal((await desk.state()).phase, 'signed_in');
  assert.deepEqual(await desk.call('signOut', { evenThough: true }), { waiting: 1 });
  assert.equal((await desk.state()).phase, 'signed_out');
  // At the office, because a request may have left before this test could listen to the page.
  const tokens = new Set<string>();
  server.office.scans = (scans, token) => {
    tokens.add(token);
    return welcomeAll(scans);
  };
  assert.deepEqual(await desk.call('signIn', 'b'), { ok: true });
  await desk.call('sync');
  await desk.until((state) => state.waiting === 0);
  assert.deepEqual(tokens, new Set(['token-a']));
});

test('a code that was used signs nobody in', async () => {
  const desk = await openDesk(context, server.url);
  assert.deepEqual(await desk.call('signIn', 'used'), { ok: false, why: 'expired' });
  await context.setOffline(true);
  assert.deepEqual(await desk.call('signIn', 'a'), { ok: false, why: 'offline' });
  assert.equal((await desk.state()).phase, 'signed_out');
});

test('what a device has scanned that the office does not know is kept, and stops no other', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  await desk.call('scan', code(['family', 1]), 'camera');
  const unknown = { status: 401, code: 'UNAUTHORIZED' };
  server.office.list = () => unknown;
  server.office.scans = (scans, token) => (token === 'token-a' ? unknown : welcomeAll(scans));
  await context.setOffline(false);
  await desk.until((state) => state.phase === 'revoked');
  await desk.call('sync');
  await desk.call('sync');
  assert.equal(server.office.sent.length, 1);
  server.office.list = wholeList;
  assert.deepEqual(await desk.call('signIn', 'b'), { ok: true });
  await desk.until((state) => state.list.state === 'ready');
  await context.setOffline(true);
  await desk.call('scan', code(['family', 2]), 'camera');
  await context.setOffline(false);
  await desk.until((state) => state.waiting === 1);
  // Its database is what it was.
  server.office.scans = welcomeAll;
  await desk.page.reload();
  await (await deskOn(desk.page)).until((state) => state.waiting === 0);
});

test('one window is at work, and the other one says so', async () => {
  const first = await signedIn();
  await context.setOffline(true);
  await first.call('scan', code(['family', 1]), 'camera');
  await context.setOffline(false);
  const second = await openDesk(context, server.url);
  await first.until((state) => state.phase === 'elsewhere');
  assert.equal((await first.call('scan', code(['family', 2]), 'camera')).number, 0);
  await second.until((state) => state.list.state === 'ready' && state.waiting === 0);
  await first.call('takeOver');
  await first.until((state) => state.phase === 'signed_in' && state.isOnline);
  await second.until((state) => state.phase === 'elsewhere');
  const shown = await first.call('pick', world.tagOf(['family', 1]));
  assert.equal(shown.answer.kind, 'welcome', 'the office decides, which lets all in');
});

test('what the office tells late takes back nothing that was let in here', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  await desk.call('scan', code(['single', 1]), 'camera');
  server.office.scans = () => ({ status: 503, code: 'UNAVAILABLE' });
  server.office.list = (query) =>
    query.has('cursor') ? differenceOf({ orders: [listed('single')] }) : wholeList();
  await context.setOffline(false);
  await desk.until((state) => state.isOnline);
  await desk.call('sync');
  await context.setOffline(true);
  const again = await desk.call('pick', world.tagOf(['single', 1]));
  assert.equal(again.answer.kind, 'already_in');
  // The list anew does not either.
  server.office.list = wholeList;
  await context.setOffline(false);
  await desk.call('sync');
  await desk.page.reload();
  const reloaded = await deskOn(desk.page);
  await context.setOffline(true);
  const last = await reloaded.call('pick', world.tagOf(['single', 1]));
  assert.equal(last.answer.kind, 'already_in');
});

test('differences are added, and are there after a reload', async () => {
  const desk = await signedIn();
  server.office.list = (query) => {
    assert.equal(query.get('cursor'), 'c1');
    const at = new Date(world.momentMs([0, '19:00'])).toISOString();
    const checkIn = { order: 'family', place: 3, day: '2087-07-04', at, entranceId: 'south' };
    const refunded = listed('mixed');
    for (const ticket of refunded.tickets) ticket.state = 'refunded';
    return differenceOf({ orders: [refunded], checkIns: [checkIn], cursor: 'c2' });
  };
  await desk.call('sync');
  server.office.list = () => ({ status: 503, code: 'UNAVAILABLE' });
  await desk.page.reload();
  const again = await deskOn(desk.page);
  await context.setOffline(true);
  const inThere = await again.call('scan', code(['family', 3]), 'camera');
  assert.equal(inThere.answer.before?.entranceId, 'south');
  const refunded = await again.call('scan', code(['mixed', 1]), 'camera');
  assert.equal(refunded.answer.reason, 'refunded');
  const untouched = await again.call('scan', code(['single', 1]), 'camera');
  assert.equal(untouched.answer.kind, 'welcome');
});

test('a list comes page by page, and takes the place of the one before when it is there', async () => {
  const desk = await signedIn();
  const asked: string[] = [];
  server.office.list = (query) => {
    asked.push(query.toString().replace(/&?(waiting|version|at)=[^&]*/g, ''));
    const page = Number(query.get('page') ?? 0);
    const list = wholeList();
    delete list.cursor;
    const orders = page === 0 ? [listed('single')] : page === 1 ? [listed('vip')] : [];
    const more = page < 2 ? { nextPage: String(page + 1) } : { cursor: 'c9' };
    return { ...list, isStart: page === 0, orders, total: 2, ...more };
  };
  await desk.call('sync');
  assert.deepEqual(asked, ['cursor=c1', 'page=1', 'page=2']);
  const { list } = await desk.state();
  assert.deepEqual([list.state, list.tickets], ['ready', 2]);
  await context.setOffline(true);
  const gone = await desk.call('pick', world.tagOf(['family', 1]));
  assert.equal(gone.answer.reason, 'not_in_list');
});

test('a list that begins anew between two pages has nothing of the pages before', async () => {
  const desk = await signedIn();
  const asked: string[] = [];
  server.office.list = (query) => {
    const page = query.get('page') ?? query.get('cursor') ?? '';
    asked.push(page);
    const list = wholeList();
    delete list.cursor;
    // The database was set back: what the device asks for next is answered by the first page.
    if (page === 'c1') return { ...list, orders: [listed('vip')], total: 2, nextPage: 'gone' };
    if (page === 'gone') return { ...list, orders: [listed('single')], total: 2, nextPage: '2' };
    return { ...list, isStart: false, orders: [], total: 2, cursor: 'c9' };
  };
  await desk.call('sync');
  assert.deepEqual(asked, ['c1', 'gone', '2']);
  assert.equal((await desk.state()).list.tickets, 1);
  await context.setOffline(true);
  const vip = await desk.call('pick', listed('vip').tickets[0]!.ticket);
  assert.equal(vip.answer.reason, 'not_in_list');
  const single = await desk.call('pick', listed('single').tickets[0]!.ticket);
  assert.equal(single.answer.kind, 'welcome');
});

test('a conflict is shown with what was let in, and with both moments', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  const shown = await desk.call('scan', code(['single', 1]), 'camera');
  const other = { at: '2087-07-03T18:02:00.000Z', entranceId: 'south', device: 'Device b' };
  server.office.scans = (scans) =>
    scans.map(({ number }) => ({ number, answer: ALREADY_IN, conflict: 'double', other }));
  await context.setOffline(false);
  await desk.until((state) => state.conflicts.length === 1 && state.shown?.conflict === 'double');
  assert.deepEqual((await desk.state()).shown?.other, other);
  await desk.page.reload();
  const again = await deskOn(desk.page);
  const [conflict] = (await again.state()).conflicts;
  assert.deepEqual([conflict?.number, conflict?.atMs], [shown.number, shown.atMs]);
  assert.deepEqual(conflict?.other, other);
});

test('a clock that is set back in mid-evening moves no scan', async () => {
  const desk = await signedIn();
  await context.setOffline(true);
  const twoHoursMs = 2 * 3_600_000;
  await desk.page.evaluate((back) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - back;
  }, twoHoursMs);
  await desk.call('scan', code(['single', 1]), 'camera');
  const { isClockOff, shown } = await desk.state();
  assert.equal(isClockOff, true);
  // What screens reckon with, in minutes: that of the office, for all moments.
  for (const ms of [await desk.call('now'), shown?.atMs ?? 0]) {
    const offMs = Math.abs(ms - Date.now() - server.office.aheadMs);
    assert.ok(offMs < 60_000, `${offMs} ms off`);
  }
  const sent = eventually(
    () => Promise.resolve(server.office.sent[0]),
    (scan) => scan !== undefined,
  );
  await context.setOffline(false);
  const { at = 0 } = (await sent) ?? {};
  // By the clock as it goes now.
  const offMs = Math.abs(Date.now() - twoHoursMs - at);
  assert.ok(offMs < 60_000, `${offMs} ms off`);
});

test('names are found however they are written, and not when they are not on devices', async () => {
  const desk = await signedIn();
  const found = async (text: string) =>
    (await desk.call('search', text)).map(({ name, place }) => `${name} ${place}`);
  assert.deepEqual(await found('zoe aero'), ['Zoë Ærø 1']);
  assert.deepEqual(await found('KING byr'), ['Byron King 2']);
  assert.equal((await found('lovelace')).length, 4);
  assert.deepEqual(await found('  '), []);
  assert.deepEqual(await found('nobody'), []);
  const refunded = await desk.call('search', 'hoare');
  assert.equal(refunded[0]?.state, 'refunded');
  server.office.list = () => {
    const list = wholeList();
    const orders = list.orders.map(({ order, tickets }) => ({
      order,
      tickets: tickets.map(({ place, ticketId, ticket, state }) => ({
        ...{ place, ticketId, ticket, state },
      })),
    }));
    return { ...list, orders };
  };
  await desk.call('sync');
  assert.equal((await desk.state()).list.hasNames, false);
  assert.deepEqual(await found('lovelace'), []);
});

test('no names are kept with what was scanned', async () => {
  const desk = await signedIn();
  await desk.call('scan', code(['single', 1]), 'camera');
  await desk.call('pick', world.tagOf(['family', 2]));
  const scans = await keptIn(desk, 'scans');
  assert.equal(scans.length, 2);
  assert.doesNotMatch(JSON.stringify(scans), /Zo|Byron|King|Lovelace/);
});

test('on plain http, and without Ed25519, codes are checked as well', async () => {
  await context.addInitScript(() => {
    Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });
    Object.defineProperty(navigator, 'storage', { value: undefined });
    Object.defineProperty(navigator, 'locks', { value: undefined });
  });
  const desk = await signedIn();
  await context.setOffline(true);
  const good = await desk.call('scan', code(['single', 1]), 'camera');
  assert.equal(good.answer.kind, 'welcome');
  const forged = world.codeOf({ code: 'forged' }, { ours, others: ours });
  assert.equal((await desk.call('scan', forged, 'camera')).answer.reason, 'forged');
  const other = world.codeOf({ code: 'other_event' }, { ours, others: ours });
  assert.equal((await desk.call('scan', other, 'camera')).answer.reason, 'other_event');
});

/** What is on the disk of a device. */
async function keptIn(desk: DeskWindow, store: string): Promise<unknown[]> {
  return await desk.page.evaluate(async (name) => {
    const open = indexedDB.open('checkin');
    await new Promise((resolve) => open.addEventListener('success', resolve));
    const read = open.result.transaction(name).objectStore(name).getAll();
    await new Promise((resolve) => read.addEventListener('success', resolve));
    open.result.close();
    return read.result as unknown[];
  }, store);
}

async function signedIn(): Promise<DeskWindow> {
  const desk = await openDesk(context, server.url, { code: 'a' });
  await desk.until((state) => state.list.state === 'ready');
  return desk;
}

type List = Omit<CheckInList, 'now'>;

function wholeList(): List {
  return {
    device: { deviceId: 'a', name: 'Device a', entranceId: 'north' },
    ...{ rules: world.rules, keys: [publishedKey(ours!)], isStart: true, isDifference: false },
    orders: world.orders.map((order) => world.listed(order)),
    checkIns: [],
    ...{ total: world.orders.length, cursor: 'c1', progress: { expected: 10, in: 0 } },
    askAgainInMs: 60_000,
  };
}

function differenceOf(changes: Partial<List>): List {
  return { ...wholeList(), orders: [], total: 0, isStart: false, isDifference: true, ...changes };
}

const listed = (name: TicketOf[0]) => world.listed(world.orderOf([name, 1]));

function welcomeAll(scans: Scan[]): { number: number; answer: ScanAnswer }[] {
  return scans.map(({ number }) => ({ number, answer: { kind: 'welcome', mayLetIn: false } }));
}

const ALREADY_IN: ScanAnswer = { kind: 'already_in', mayLetIn: false };
