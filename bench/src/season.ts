import {
  archiveOrders,
  audit,
  DAY_MS,
  ensureWorkerGroup,
  type EventDocument,
  type Ledger,
  moveReader,
  newOrderId,
  placeOrders,
  readEntries,
  readLogEnd,
  registerReader,
  settleOrders,
  writeEvent,
} from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';
import { openBareLedger } from './measure/backlog.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { startBenchRedis } from './measure/onsale.ts';
import { readDataBytes } from './measure/redis-memory.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { startNewLog } from './measure/redis-log.ts';
import { compare } from './measure/rounds.ts';

/** Twice `manyOrders` in this many events, or in a tenth of them for a tiny run. */
const EVENTS = 200;
const TENTHS = 10;
const PLACED_TOGETHER = 250;
const SETTLED_TOGETHER = 64;
/** Orders of each event that come too late. */
const REFUSED_SHARE = 0.04;

/**
 * A season in fast motion: event after event is sold out and ends, and is archived with all of its
 * orders a tenth of the season later, while a reader follows the order log. Nothing that stays may cost
 * memory or time. The last tenth takes turns with the first tenth of a new shop, so that whatever slows
 * the machine down slows both.
 */
export const season: Benchmark = {
  name: 'season',
  about: 'memory and time at the end of a season of two million orders against its beginning',
  run: async (scale) => {
    const events = scale.manyOrders < 100_000 ? EVENTS / 10 : EVENTS;
    const orders = Math.round((2 * scale.manyOrders) / events);
    const tenth = events / TENTHS;
    const [old, fresh] = [await openShop(orders), await openShop(orders)];
    try {
      // The code is compiled afterwards, and Redis has what it allocates once.
      await new Season(fresh).play(1);
      await fresh.archive();
      const season = new Season(old);
      for (let i = 1; i < TENTHS; i++) {
        await season.play(tenth);
        await old.archive();
        // The cost of a long append-only file is another question: `long-log`.
        await startNewLog(old.redis);
      }
      const [last, first] = await takeTurns([season, new Season(fresh, 1)], tenth);
      for (const { ledger } of [old, fresh]) await expectClean(ledger);
      return rowsOf({ last, first }, { events, orders: events * orders });
    } finally {
      await old.redis.stop();
      await fresh.redis.stop();
    }
  },
};

/** A Redis with the data of a shop, and the number of orders of each of its events. */
interface Shop {
  redis: TestRedis;
  ledger: Ledger;
  orders: number;
  /** Takes everything that is over out of Redis. */
  archive(): Promise<void>;
}

async function openShop(orders: number): Promise<Shop> {
  // It compares memory and CPU: waiting for the disk a hundred thousand times would add nothing.
  const redis = await startBenchRedis({ fsync: 'no' });
  const ledger = await openBareLedger(redis);
  await ensureWorkerGroup(ledger.redis, 0);
  await registerReader(ledger, 'recorder');
  return { redis, ledger, orders, archive: async () => await archiveAll(ledger) };
}

/** Event after event of a shop. */
class Season {
  readonly shop: Shop;
  #events: number;

  constructor(shop: Shop, firstEvent = 0) {
    this.shop = shop;
    this.#events = firstEvent;
  }

  /** Sells this many events, which are over afterwards. */
  async play(events: number): Promise<void> {
    for (let i = 0; i < events; i++) await this.#sellEvent();
  }

  async #sellEvent(): Promise<void> {
    const { ledger, orders } = this.shop;
    const capacity = Math.floor(orders * (1 - REFUSED_SHARE));
    const event = documentOf(this.#events++, capacity);
    await write(ledger, event, 0);
    // Settled a few batches later, so that some orders of the last batches are too late.
    const lag = Math.ceil((orders * REFUSED_SHARE) / PLACED_TOGETHER) + 1;
    for (let placed = 0, batch = 1; placed < orders; placed += PLACED_TOGETHER, batch++) {
      const count = Math.min(PLACED_TOGETHER, orders - placed);
      await placeSome(ledger, event, count);
      if (batch % lag === 0) await settleAll(ledger);
    }
    await settleAll(ledger);
    await moveReader(ledger, 0, { reader: 'recorder', position: await readLogEnd(ledger, 0) });
    await write(ledger, { ...event, startsAt: isoTime(-2), endsAt: isoTime(-1) }, 1);
  }
}

/** What a tenth of the season costs. */
interface Tenth {
  /** Data in Redis before its orders are archived. */
  bytes: number;
  /** Data in Redis after that: what stays for ever. */
  restBytes: number;
  /** Microseconds for each order: of Redis' CPU, and of the clock. */
  cpuUs: number;
  us: number;
}

// Event by event, and then with archiving it all.
async function takeTurns(
  seasons: [last: Season, first: Season],
  events: number,
): Promise<[last: Tenth, first: Tenth]> {
  const tenths = seasons.map(() => ({ bytes: 0, restBytes: 0, cpuUs: 0, us: 0 })) as [Tenth, Tenth];
  const turn = async (i: number, run: () => Promise<void>) => {
    const { redis, orders } = seasons[i]!.shop;
    const [startedS, startedMs] = [await readRedisCpuS(redis), performance.now()];
    await run();
    tenths[i]!.cpuUs += (((await readRedisCpuS(redis)) - startedS) / (events * orders)) * 1e6;
    tenths[i]!.us += ((performance.now() - startedMs) / (events * orders)) * 1e3;
  };
  for (let event = 0; event < events; event++) {
    for (const i of event % 2 === 0 ? [0, 1] : [1, 0]) {
      await turn(i, () => seasons[i]!.play(1));
    }
  }
  for (const [i, { shop }] of seasons.entries()) {
    tenths[i]!.bytes = await readDataBytes(shop.redis);
    await turn(i, () => shop.archive());
    tenths[i]!.restBytes = await readDataBytes(shop.redis);
  }
  return tenths;
}

async function expectClean(ledger: Ledger): Promise<void> {
  const { problems } = await audit(ledger);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function write(ledger: Ledger, event: EventDocument, revision: number): Promise<void> {
  const written = await writeEvent(ledger, event, { revision, status: 'on_sale' });
  if (written.outcome !== 'written') throw new Error(written.message);
}

function documentOf(number: number, capacity: number): EventDocument {
  // As long at the end of the season as at its beginning.
  const id = `season-${String(number).padStart(4, '0')}`;
  const ticket = { eventId: id, currency: 'EUR', description: '', pool: 'hall', capacity };
  return {
    id,
    name: `Evening ${number}`,
    venue: 'Hall',
    description: 'One of many evenings of this season. '.repeat(5),
    startsAt: isoTime(1),
    currency: 'EUR',
    pools: [{ id: 'hall', capacity }],
    tickets: [
      { ...ticket, id: `${id}-adult`, name: 'Adult', type: 'adult', priceMinor: 2500 },
      { ...ticket, id: `${id}-child`, name: 'Child', type: 'child', priceMinor: 1200 },
    ],
  };
}

function isoTime(inDays: number): string {
  return `${new Date(Date.now() + inDays * DAY_MS).toISOString().slice(0, -5)}Z`;
}

async function placeSome(ledger: Ledger, event: EventDocument, count: number): Promise<void> {
  const orders = Array.from({ length: count }, (_, i) => {
    const { id: ticketId, type, priceMinor } = event.tickets[i % 2]!;
    return {
      id: newOrderId(0, Date.now()),
      eventId: event.id,
      currency: 'EUR',
      customer: { name: 'Ada Lovelace', email: `ada.${i}@example.org` },
      paymentMethod: 'credit_card',
      lines: [{ ticketId, type, qty: 1, unitMinor: priceMinor }],
      totalMinor: priceMinor,
    };
  });
  await placeOrders(ledger, 0, { orders, maxBacklog: 1e9 });
}

async function settleAll(ledger: Ledger): Promise<void> {
  const read = { consumer: 'bench', count: 4 * SETTLED_TOGETHER, blockMs: 1 };
  for (;;) {
    const entries = await readEntries(ledger.redis, 0, read);
    if (entries.length === 0) return;
    for (let i = 0; i < entries.length; i += SETTLED_TOGETHER) {
      const batch = entries.slice(i, i + SETTLED_TOGETHER);
      await settleOrders(ledger, 0, batch, { consecutive: true });
    }
  }
}

async function archiveAll(ledger: Ledger): Promise<void> {
  const { kept, openEvents } = await archiveOrders(ledger, {
    keep: { refusedMs: 0, soldMs: 0 },
    store: async () => undefined,
    waitMs: 0,
  });
  if (kept.size + openEvents.length > 0) throw new Error('orders or events were not archived');
}

function rowsOf(
  { last, first }: { last: Tenth; first: Tenth },
  season: { events: number; orders: number },
) {
  const name = `${season.orders.toLocaleString('en')} orders of ${season.events} events`;
  const row = (what: string, unit: string, figure: keyof Tenth, goal?: { atMost: number }) =>
    compare({
      what,
      against: 'in the first tenth',
      unit,
      ours: [last[figure]],
      theirs: [first[figure]],
      goal,
    });
  return [
    {
      ...row('data in Redis before orders are archived', 'bytes', 'bytes', { atMost: 1.1 }),
      note: `the last tenth of ${name}`,
    },
    row('data in Redis when all orders are archived', 'bytes', 'restBytes'),
    row('Redis’ CPU for placing, settling and archiving an order', 'µs', 'cpuUs', { atMost: 1.1 }),
    row('time for placing, settling and archiving an order', 'µs', 'us'),
  ];
}
