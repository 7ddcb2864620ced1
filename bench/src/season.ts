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
/** Events whose orders are in Redis before they are archived together. */
const ARCHIVED_TOGETHER = 5;
const PLACED_TOGETHER = 250;
const SETTLED_TOGETHER = 64;
/** Orders of each event that come too late. */
const REFUSED_SHARE = 0.04;

/**
 * A season in fast motion: event after event is sold out, ends and is archived with all of its orders,
 * while a reader follows the order log. Nothing that stays may cost memory or time.
 */
export const season: Benchmark = {
  name: 'season',
  about: 'memory and time at the end of a season of two million orders against its beginning',
  run: async (scale) => {
    // It compares memory and CPU: waiting for the disk a hundred thousand times would add nothing.
    const redis = await startBenchRedis({ fsync: 'no' });
    try {
      const ledger = await openBareLedger(redis);
      await ensureWorkerGroup(ledger.redis, 0);
      await registerReader(ledger, 'recorder');
      const events = scale.manyOrders < 1e6 ? EVENTS / 10 : EVENTS;
      const orders = Math.round((2 * scale.manyOrders) / events);
      const sale = new Season(redis, ledger, { orders });
      // Afterwards the code is compiled, and Redis has what it allocates once.
      await sale.play(ARCHIVED_TOGETHER);
      const tenths: Tenth[] = [];
      for (let i = 0; i < TENTHS; i++) tenths.push(await sale.play(events / TENTHS));
      const { problems } = await audit(ledger);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return rowsOf(tenths, { events, orders: events * orders });
    } finally {
      await redis.stop();
    }
  },
};

/** The averages of a tenth of the season. */
interface Tenth {
  /** Data in Redis before orders are archived. */
  bytes: number;
  /** Data in Redis after all orders have been archived: what stays for ever. */
  restBytes: number;
  /** Microseconds for each order: of Redis' CPU, and of the clock. */
  cpuUs: number;
  us: number;
}

class Season {
  readonly #redis: TestRedis;
  readonly #ledger: Ledger;
  readonly #orders: number;
  #events = 0;

  constructor(redis: TestRedis, ledger: Ledger, { orders }: { orders: number }) {
    this.#redis = redis;
    this.#ledger = ledger;
    this.#orders = orders;
  }

  /** Sells and archives this many events. */
  async play(events: number): Promise<Tenth> {
    const bytes: number[] = [];
    const rest: number[] = [];
    const [startedS, startedMs] = [await readRedisCpuS(this.#redis), performance.now()];
    for (let i = 1; i <= events; i++) {
      await this.#sellEvent();
      if (i % ARCHIVED_TOGETHER !== 0 && i < events) continue;
      bytes.push(await readDataBytes(this.#redis));
      await archiveAll(this.#ledger);
      rest.push(await readDataBytes(this.#redis));
    }
    const [endedS, endedMs] = [await readRedisCpuS(this.#redis), performance.now()];
    // The cost of a long append-only file is another question: `long-log`.
    await startNewLog(this.#redis);
    const orders = events * this.#orders;
    return {
      bytes: average(bytes),
      restBytes: average(rest),
      cpuUs: ((endedS - startedS) / orders) * 1e6,
      us: ((endedMs - startedMs) / orders) * 1e3,
    };
  }

  async #sellEvent(): Promise<void> {
    const ledger = this.#ledger;
    const capacity = Math.floor(this.#orders * (1 - REFUSED_SHARE));
    const event = documentOf(this.#events++, capacity);
    await write(ledger, event, 0);
    // Settled a few batches later, so that some orders of the last batches are too late.
    const lag = Math.ceil((this.#orders * REFUSED_SHARE) / PLACED_TOGETHER) + 1;
    for (let placed = 0, batch = 1; placed < this.#orders; placed += PLACED_TOGETHER, batch++) {
      const count = Math.min(PLACED_TOGETHER, this.#orders - placed);
      await placeSome(ledger, event, count);
      if (batch % lag === 0) await settleAll(ledger);
    }
    await settleAll(ledger);
    await moveReader(ledger, 0, { reader: 'recorder', position: await readLogEnd(ledger, 0) });
    await write(ledger, { ...event, startsAt: isoTime(-2), endsAt: isoTime(-1) }, 1);
  }
}

async function write(ledger: Ledger, event: EventDocument, revision: number): Promise<void> {
  const written = await writeEvent(ledger, event, { revision, status: 'on_sale' });
  if (written.outcome !== 'written') throw new Error(written.message);
}

function documentOf(number: number, capacity: number): EventDocument {
  const id = `season-${number}`;
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
    by: { store: async () => undefined },
    waitMs: 0,
  });
  if (kept.size + openEvents.length > 0) throw new Error('orders or events were not archived');
}

function rowsOf(tenths: readonly Tenth[], season: { events: number; orders: number }) {
  const name = `${season.orders.toLocaleString('en')} orders of ${season.events} events`;
  const row = (what: string, unit: string, figure: keyof Tenth, goal?: { atMost: number }) =>
    compare({
      what: `${what} in the last tenth of a season of ${name}`,
      against: 'in the first tenth',
      unit,
      ours: [tenths.at(-1)?.[figure] ?? Number.NaN],
      theirs: [tenths[0]?.[figure] ?? Number.NaN],
      goal,
    });
  return [
    row('data in Redis, before orders are archived,', 'bytes', 'bytes', { atMost: 1.1 }),
    row('data in Redis, when all orders are archived,', 'bytes', 'restBytes'),
    row('Redis’ CPU for placing, settling and archiving an order', 'µs', 'cpuUs', { atMost: 1.1 }),
    row('time for placing, settling and archiving an order', 'µs', 'us'),
  ];
}

function average(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
