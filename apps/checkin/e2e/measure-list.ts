import type { CheckInList, ListedOrder } from '@onsale/contracts';
import { startBrowser } from '@onsale/testing/site';
import {
  addKey,
  eventTagOf,
  publishedKey,
  signCode,
  ticketTag,
  typeTagOf,
} from '@onsale/ticket-codes';
import { entranceWorld } from '../../../packages/check-in/test/entrance-world.ts';
import { openDesk, startDeskServer } from './desk-page.ts';

// node apps/checkin/e2e/measure-list.ts
//
// What 100,000 tickets cost a device: the first list as far as it is on the disk, and then, without a network, scans
// (signature, list, on the disk before it is shown) and searches by name. The office is pretended and answers at
// once; what the real one takes, `npm run bench -- entrance` says.

const ORDERS = 50_000;
const SCANS = 200;
const PAGE = 2_000;
const EVENT = 'three-days';
const TYPE = 'standard';

const [ours] = addKey([]);
if (ours === undefined) throw new Error('there is no key');
const world = entranceWorld({ eventId: EVENT, firstDay: '2087-07-04' });
const tagOf = (order: number, number: number) =>
  ticketTag({ orderId: `order-${order}`, line: 0, number, version: 1 });
const orders = Array.from({ length: ORDERS }, (_, order): ListedOrder => {
  const tickets = [1, 2].map((place) => ({
    ...{ place, ticketId: TYPE, ticket: tagOf(order, place), state: 'valid' as const },
  }));
  return { order: `alias-${order}`, buyer: `Buyer Number${order}`, tickets };
});

const server = await startDeskServer({
  list: (query) => pageFrom(Number(query.get('page') ?? (query.has('cursor') ? ORDERS : 0))),
  scans: () => 'hang',
  aheadMs: world.momentMs([0, '20:00']) - Date.now(),
});
const browser = await startBrowser();
const context = await browser.newContext();
const startMs = performance.now();
const desk = await openDesk(context, server.url, { code: 'a' });
while ((await desk.state()).list.state !== 'ready') await desk.page.waitForTimeout(50);
const firstList = performance.now() - startMs;
await context.setOffline(true);
const codes = Array.from({ length: SCANS }, (_, i) =>
  signCode(ours, {
    ...{ event: eventTagOf(EVENT), type: typeTagOf(EVENT, TYPE) },
    ticket: tagOf((i * 7919) % ORDERS, 1),
  }),
);
const scans = await desk.page.evaluate(async (texts) => {
  const times: number[] = [];
  for (const text of texts) {
    const beganMs = performance.now();
    const { answer } = await window.desk.scan(text, 'camera');
    if (answer.kind !== 'welcome') throw new Error(`a ticket is ${answer.kind}: ${answer.reason}`);
    times.push(performance.now() - beganMs);
  }
  return times;
}, codes);
const searches = await desk.page.evaluate(async () => {
  const times: number[] = [];
  for (const text of ['number4711', 'buyer', 'number123', 'nobody']) {
    const beganMs = performance.now();
    await window.desk.search(text);
    times.push(performance.now() - beganMs);
  }
  return times;
});
await browser.close();
await server.stop();

print('first list, from the sign-in to the disk', [firstList]);
print(`a scan without a network (${SCANS})`, scans);
print('a search by name, the first one', searches.slice(0, 1));
print('the next ones', searches.slice(1));

function pageFrom(start: number): Omit<CheckInList, 'now'> {
  const end = start + PAGE;
  const next = end < ORDERS ? { nextPage: String(end) } : { cursor: 'c1' };
  return {
    device: { deviceId: 'a', name: 'Device a', entranceId: 'north' },
    ...{ rules: world.rules, keys: [publishedKey(ours!)], checkIns: [] },
    ...{ isStart: start === 0, isDifference: start >= ORDERS },
    ...{ orders: orders.slice(start, end), total: ORDERS, ...next },
    ...{ progress: { expected: ORDERS * 2, in: 0 }, askAgainInMs: 60_000 },
  };
}

function print(what: string, timesMs: readonly number[]): void {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
  process.stdout.write(`${what}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms\n`);
}
