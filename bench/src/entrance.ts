import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { CheckInList } from '@onsale/contracts';
import { percentile } from '@onsale/crowd';
import { nameHolder } from '@onsale/ledger';
import { type SoldOrder, startEntrance, type TestDevice } from '@onsale/testing';
import { type Nginx, startNginx } from '@onsale/testing/site';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { pin } from './measure/pin.ts';
import { absolute } from './measure/rounds.ts';

/** Devices that scan at the same time, each once a second. */
const DEVICES = 20;
/** So many times as long as other rounds: a scan a second makes few figures. */
const LONGER = 10;
/** A list is as large as a tenth of what counts as many orders. */
const LIST_SHARE = 1 / 10;
/** Tickets that change between two requests for what has changed. */
const CHANGED_SHARE = 1 / 100;

type Shop = Awaited<ReturnType<typeof startEntrance>>;

/** How long whoever stands at an entrance waits, and what a list costs a device. */
export const entrance: Benchmark = {
  name: 'entrance',
  about: 'scans of 20 devices at one office, and lists of 100,000 tickets through nginx',
  run: async (scale) => {
    const shop = await startEntrance();
    const nginx = await startNginx({
      // Nobody asks for anything else.
      ...{ GATEWAY_URL: 'http://127.0.0.1:9', OFFICE_URL: shop.office.url },
    });
    try {
      const tickets = Math.ceil(scale.manyOrders * LIST_SHARE);
      const sold = await shop.sell(Math.ceil(tickets / 2));
      pin(shop.office.process.pid, 'measured');
      const lists = await measureLists({ shop, nginx, sold, scale });
      return [await measureScans({ shop, sold, scale }), ...lists];
    } finally {
      await nginx.stop();
      await shop.stop();
    }
  },
};

// At a rate, not as fast as answers come; each ticket once. All the while devices ask what has changed.
async function measureScans({
  shop,
  sold,
  scale,
}: {
  shop: Shop;
  sold: readonly SoldOrder[];
  scale: Scale;
}): Promise<Row> {
  const devices: { device: TestDevice; cursor: string }[] = [];
  // Before the doors open, each has its list.
  for (let i = 0; i < DEVICES; i++) {
    const device = await shop.signIn();
    const [last] = (await device.wholeList()).slice(-1);
    devices.push({ device, cursor: last?.cursor ?? '' });
  }
  const codes = sold.flatMap(({ tickets }) => tickets.map(({ code }) => code))[Symbol.iterator]();
  const round = async (roundMs: number) => {
    const times = await Promise.all(devices.map((device, i) => scanAll(device, i, roundMs)));
    return percentile(times.flat(), 0.99);
  };
  const scanAll = async (each: (typeof devices)[number], index: number, roundMs: number) => {
    const { device } = each;
    const startMs = performance.now() + (index * 1000) / DEVICES;
    const isOver = { now: false };
    const syncs = (async () => {
      while (!isOver.now) {
        const { body } = await device.list({ cursor: each.cursor });
        each.cursor = body.cursor;
        await delay(body.askAgainInMs);
      }
    })();
    const answers: Promise<number>[] = [];
    for (let atMs = 0; atMs < roundMs; atMs += 1000) {
      await delay(Math.max(0, startMs + atMs - performance.now()));
      const { value: code } = codes.next();
      if (code === undefined) break;
      answers.push(timed(async () => void (await device.scan(code))));
    }
    const times = await Promise.all(answers);
    isOver.now = true;
    void syncs.catch(() => undefined);
    return times;
  };
  await round(scale.warmUpMs);
  const ours: number[] = [];
  for (let i = 0; i < scale.rounds; i++) ours.push(await round(scale.roundMs * LONGER));
  return absolute({
    what: `a scan that the office answers, ${DEVICES} devices with one a second each: p99`,
    ...{ unit: 'ms', ours, goal: { atMost: 150 } },
    note: `a list of ${amount(sold.length * 2)} tickets; scan and check-in synced to the disk`,
  });
}

async function measureLists({
  shop,
  nginx,
  sold,
  scale,
}: {
  shop: Shop;
  nginx: Nginx;
  sold: readonly SoldOrder[];
  scale: Scale;
}): Promise<Row[]> {
  const device = await shop.signIn();
  const seconds: number[] = [];
  const megabytes: number[] = [];
  const differences: number[] = [];
  const tickets = amount(sold.length * 2);
  const changed = Math.ceil(sold.length * 2 * CHANGED_SHARE);
  for (let round = 0; round < scale.rounds; round++) {
    const startMs = performance.now();
    const list = await fetchList(nginx, device);
    seconds.push((performance.now() - startMs) / 1000);
    megabytes.push(list.bytes / 1e6);
    if (list.tickets !== sold.length * 2) throw new Error(`the list has ${list.tickets} tickets`);
    await change(shop, sold.slice(round * changed, (round + 1) * changed));
    const ms = await timed(async () => {
      const page = await fetchPage(nginx, device, { cursor: list.cursor });
      if (page.body.orders.length < changed) throw new Error('changes are missing');
    });
    differences.push(ms);
  }
  return [
    absolute({
      what: `a first list of ${tickets} tickets, through nginx`,
      ...{ unit: 's', ours: seconds, goal: { atMost: 20 } },
    }),
    absolute({
      what: `a first list of ${tickets} tickets, on the wire`,
      ...{ unit: 'MB', ours: megabytes, goal: { atMost: 15 } },
      note: 'names of buyers included',
    }),
    absolute({
      what: `a difference of ${amount(changed)} tickets in a list of ${tickets}`,
      ...{ unit: 'ms', ours: differences, goal: { atMost: 1000 } },
    }),
  ];
}

// Each of them gets another name; the recorder has the last one, and so all.
async function change({ ledger, office }: Shop, orders: readonly SoldOrder[]): Promise<void> {
  for (const { orderId } of orders) {
    await nameHolder(ledger, orderId, { ticket: [0, 1], name: 'Ada Lovelace', cause: 'buyer' });
  }
  const last = office.db
    .selectFrom('records.tickets')
    .select('version')
    .where('order_id', '=', orders.at(-1)?.orderId ?? '')
    .where('number', '=', 1);
  while ((await last.executeTakeFirst())?.version === 1) await delay(10);
}

async function fetchList(
  nginx: Nginx,
  device: TestDevice,
): Promise<{ bytes: number; tickets: number; cursor: string }> {
  let bytes = 0;
  let tickets = 0;
  let page: string | undefined;
  for (;;) {
    const answer = await fetchPage(nginx, device, page === undefined ? {} : { page });
    bytes += answer.bytes;
    for (const order of answer.body.orders) tickets += order.tickets.length;
    page = answer.body.nextPage;
    if (page === undefined) return { bytes, tickets, cursor: answer.body.cursor ?? '' };
  }
}

// As a browser asks, with what was on the wire.
async function fetchPage(
  { consoleUrl }: Nginx,
  { token }: TestDevice,
  query: Record<string, string>,
): Promise<{ bytes: number; body: CheckInList }> {
  const url = `${consoleUrl}/api/v1/check-in-list?${String(new URLSearchParams(query))}`;
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const isPacked = response.headers['content-encoding'] === 'gzip';
  const chunks = await (isPacked ? response.pipe(createGunzip()) : response).toArray();
  const text = Buffer.concat(chunks as Buffer[]).toString('utf8');
  if (response.statusCode !== 200) throw new Error(`the list is ${response.statusCode}: ${text}`);
  return { bytes, body: JSON.parse(text) as CheckInList };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

const amount = (count: number) => count.toLocaleString('en');
