import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@onsale/crowd';
import type { OrderStatus } from '@onsale/contracts';
import {
  cancelOrder,
  ensureWorkerGroup,
  type FinishStep,
  finishOrders,
  isOpenPayment,
  isOutcome,
  type Ledger,
  moveToDeadLetters,
  nameHolder,
  newOrderId,
  type NewOrder,
  parseOrderId,
  type Payment,
  placeOrders,
  readDeadLetters,
  readEntries,
  readOrder,
  readPayment,
  refundTickets,
  reissueTicket,
  replayDeadLetter,
  shardOf,
  writePayment,
} from '@onsale/ledger';
import { EVENT_STARTS_AT, eventually } from '@onsale/testing';
import type { Stage } from '../scenario.ts';

// Orders that live through everything that the order log can tell, by the ledger alone and so many at once:
// what the recorder has to keep up with. The workers settle them.

/** Holds that nobody is to see expire. */
const LONG_HOLD_MS = 3_600_000;
const SHORT_HOLD_MS = 300;
const UNIT_MINOR = 1000;
/** Orders in one life: they share an entry of the log where a step is taken with all of them. */
const MOST_AT_ONCE = 5;
/** Few customers with many orders each: two recorders meet at their rows. */
const CUSTOMERS = 40;
/** What a table, a statement or JSON could stumble on. */
const NAMES = [
  'Ada',
  "Conan O'Brien",
  'Zoë "Z" 🎟️',
  'back\\slash\tand tab',
  '{"a":[1]}',
  '日本 太郎',
];

const EVENTS = ['show', 'rare', 'gala'] as const;
type EventId = (typeof EVENTS)[number];

/** Its events are in three shards of `SHARDS`. */
export const LIVES_SHARDS = 4;
/** Tickets of the event that is always sold out. */
export const GALA_TICKETS = 12;

export function livesCatalog(): string {
  const event = (id: EventId, more: string, tickets: readonly string[]) => `
  - id: ${id}
    name: ${id}
    venue: Hall
    startsAt: ${EVENT_STARTS_AT}
    currency: EUR
${more}    tickets:
${tickets.join('\n')}
`;
  const ticket = (id: string, type: string, capacity: number) =>
    `      - { id: ${id}, name: ${id}, type: ${type}, price: ${UNIT_MINOR / 100}, capacity: ${capacity} }`;
  return `events:${[
    event('show', '', [ticket('seat', 'adult', 1_000_000), ticket('stool', 'child', 1_000_000)]),
    event('rare', '    maxPerCustomer: 2\n', [ticket('rare-seat', 'adult', 1_000_000)]),
    event('gala', '', [ticket('gala-seat', 'adult', GALA_TICKETS)]),
  ].join('')}`;
}

/** What is done with some orders of one event, from placing them to their end. */
type Life = (lives: Lives) => Promise<void>;

const LIVES: Readonly<Record<string, Life>> = {
  confirmed: async (lives) => void (await lives.place('show', {})),
  'sold out': async (lives) => {
    const ids = await lives.place('gala', {});
    // Back on sale, so that there is something to race for.
    for (const id of ids) await lives.cancel(id);
  },
  'over the limit': async (lives) => {
    const customer = lives.newCustomer();
    for (let i = 0; i < 2; i++) await lives.place('rare', { customer });
  },
  'paid and amended': async (lives) => {
    const ids = await lives.place('show', { holdMs: LONG_HOLD_MS });
    await lives.pay(ids);
    for (const id of ids) await lives.amend(id);
  },
  'paid and refunded': async (lives) => {
    const ids = await lives.place('show', { holdMs: LONG_HOLD_MS });
    await lives.pay(ids);
    for (const id of ids) await lives.refund(id);
  },
  held: async (lives) => void (await lives.place('show', { holdMs: LONG_HOLD_MS })),
  expired: async (lives) => await lives.untilExpired(await lives.placeBriefly()),
  'paid late': async (lives) => {
    const ids = await lives.placeBriefly();
    await lives.untilExpired(ids);
    await lives.take(ids, (orderId) => ({
      orderId,
      step: 'confirm',
      cause: `late-${lives.next()}`,
    }));
  },
  'left and cancelled': async (lives) => {
    const ids = await lives.place('show', { holdMs: LONG_HOLD_MS });
    await lives.take(ids, (orderId) => ({ orderId, step: 'open-payment', giveUpMs: LONG_HOLD_MS }));
    await lives.take(ids, (orderId) => ({ orderId, step: 'return-payment' }));
    for (const id of ids) await lives.cancel(id);
  },
  failed: async (lives) => await lives.fail({ replay: false }),
  'failed and replayed': async (lives) => await lives.fail({ replay: true }),
};

/** Ids of all orders that were placed, by themselves, as `checkSale` wants them. */
export type PlacedOrders = Map<string, string>;

/** Lives of orders that go on until they are stopped. */
export interface RunningLives {
  orders: PlacedOrders;
  /** Rejects when something went wrong that no fault excuses. */
  stop: () => Promise<void>;
}

/** At a time, each followed by another one after a pause of at most so long. */
const LIVES_AT_ONCE = { quick: { count: 4, pauseMs: 80 }, full: { count: 8, pauseMs: 600 } };

/** Starts lives of orders in a shop with the catalog of `livesCatalog`. */
export function startLives(
  ledger: Ledger,
  { random, quick }: Pick<Stage, 'random' | 'quick'>,
): RunningLives {
  const { count, pauseMs } = LIVES_AT_ONCE[quick ? 'quick' : 'full'];
  const orders: PlacedOrders = new Map();
  const stopping = new AbortController();
  const kinds = Object.values(LIVES);
  let turn = random.integer(0, kinds.length - 1);
  const loops = Array.from({ length: count }, async () => {
    const lives = new Lives(ledger, random, orders);
    while (!stopping.signal.aborted) {
      await kinds[(turn += 1) % kinds.length]?.(lives);
      await delay(random.integer(0, pauseMs), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  });
  const ended = Promise.all(loops);
  ended.catch(() => undefined);
  return {
    orders,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

class Lives {
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #orders: PlacedOrders;

  constructor(ledger: Ledger, random: Random, orders: PlacedOrders) {
    this.#ledger = ledger;
    this.#random = random;
    this.#orders = orders;
  }

  /** A number that no other cause, customer or refund has. */
  next(): number {
    return (number += 1);
  }

  newCustomer(): string {
    return `customer-${this.next()}@example.com`;
  }

  /** Orders of one event in one call, once they are settled; those that got no tickets are left out. */
  async place(
    eventId: EventId,
    options: { customer?: string; holdMs?: number },
  ): Promise<string[]> {
    const ids = await this.#place(eventId, options);
    const settled = await this.#until(ids, (status) => status !== 'pending');
    return ids.filter((_, i) => settled[i] !== 'rejected');
  }

  async placeBriefly(): Promise<string[]> {
    return await this.place('show', { holdMs: SHORT_HOLD_MS });
  }

  async untilExpired(ids: readonly string[]): Promise<void> {
    await this.#until(ids, isOutcome);
  }

  /** The same step with all of them, in one call. */
  async take(ids: readonly string[], step: (orderId: string) => FinishStep): Promise<void> {
    if (ids.length === 0) return;
    const finishes = await finishOrders(this.#ledger, this.#shardOf(ids[0] ?? ''), ids.map(step));
    const wrong = finishes.find((finish) => finish !== 'done');
    if (wrong !== undefined) throw new Error(`a step was answered ${JSON.stringify(wrong)}`);
  }

  async cancel(orderId: string): Promise<void> {
    await cancelOrder(this.#ledger, orderId, { cause: `cancel-${this.next()}` });
  }

  /** As payments does it: the attempt, its money, the tickets, and then that it was for them. */
  async pay(ids: readonly string[]): Promise<void> {
    await this.take(ids, (orderId) => ({ orderId, step: 'open-payment', giveUpMs: LONG_HOLD_MS }));
    for (const id of ids) {
      const paymentId = `pay-${this.next()}`;
      const total = (await readOrder(this.#ledger, id))?.totalMinor ?? 0;
      const attempt = {
        number: 1,
        startedAtMs: Date.now(),
        expiresAtMs: Date.now() + LONG_HOLD_MS,
      };
      const begun: Payment = {
        ...{ revision: 0, provider: 'bank', amountMinor: total, currency: 'EUR' },
        ...{ attempts: [{ ...attempt, state: 'open' }], refunds: [], disputes: [] },
      };
      await this.#write(id, undefined, begun);
      const paid = { amountMinor: total, currency: 'EUR' };
      const got = { ...attempt, state: 'paid', paymentId, paid } as const;
      await this.#change(id, 'paid', (payment) => ({ ...payment, attempts: [got] }));
      await this.take([id], (orderId) => ({ orderId, step: 'confirm', cause: paymentId }));
      await this.#change(id, 'tickets', (payment) => ({
        ...payment,
        attempts: [{ ...got, use: 'tickets' }],
      }));
    }
  }

  async amend(orderId: string): Promise<void> {
    const ticket = [0, 1] as const;
    const cause = `person-${this.next()}`;
    const name = this.#random.pick(NAMES);
    await nameHolder(this.#ledger, orderId, { ticket, name, cause });
    await reissueTicket(this.#ledger, orderId, { ticket, version: 2, cause });
  }

  /** One ticket, and sometimes all that are left; the money afterwards. */
  async refund(orderId: string): Promise<void> {
    const one = { tickets: [[0, 1] as const], amountMinor: UNIT_MINOR };
    const all = { amountMinor: 0 };
    for (const part of this.#random.pick([[one], [one, all], [all]])) {
      const id = `refund-${this.next()}`;
      await refundTickets(this.#ledger, orderId, { id, ...part });
      const paymentId = `of-${id}`;
      await this.#change(orderId, 'refund', (payment) => ({
        ...payment,
        refunds: [
          ...payment.refunds,
          {
            ...{ id, paymentId, amountMinor: part.amountMinor, isNoted: true },
            ...{ state: 'pending', reason: 'seller', askedAtMs: Date.now() },
          },
        ],
      }));
      await this.#change(orderId, 'refunded', (payment) => ({
        ...payment,
        refunds: payment.refunds.map((refund) => ({ ...refund, state: 'done' })),
      }));
    }
  }

  /** A worker gives up an order, and perhaps somebody has it tried again. */
  async fail({ replay }: { replay: boolean }): Promise<void> {
    const shard = shardOf('show', this.#ledger.shards);
    await ensureWorkerGroup(this.#ledger.redis, shard);
    const ids = await this.#place('show', {});
    // What a worker was faster with is confirmed.
    const consumer = `hand-${this.next()}`;
    const read = { consumer, count: ids.length, blockMs: 1 };
    const entries = await readEntries(this.#ledger.redis, shard, read);
    for (const entry of entries) {
      const failure = { entry, error: 'because of this test', deliveries: 1 };
      await moveToDeadLetters(this.#ledger, shard, failure);
    }
    await this.#until(ids, (status) => status !== 'pending');
    if (!replay) return;
    const mine = new Set(entries.map(({ orderId }) => orderId));
    for await (const letter of readDeadLetters(this.#ledger)) {
      if (mine.has(letter.orderId)) await replayDeadLetter(this.#ledger, letter);
    }
    await this.#until(ids, (status) => status !== 'pending');
  }

  async #place(
    eventId: EventId,
    { customer = this.#customer(), holdMs }: { customer?: string; holdMs?: number },
  ): Promise<string[]> {
    const shard = shardOf(eventId, this.#ledger.shards);
    const count = this.#random.integer(1, MOST_AT_ONCE);
    const made = Array.from({ length: count }, () =>
      this.#newOrder(eventId, shard, customer, holdMs),
    );
    const batch = { orders: made, maxBacklog: 1e9 };
    const placements = await placeOrders(this.#ledger, shard, batch);
    const placed = made.filter((_, i) => placements[i]?.outcome === 'placed');
    for (const { id } of placed) this.#orders.set(id, id);
    const wrong = placements.find(({ outcome }) => outcome !== 'placed' && outcome !== 'sold-out');
    if (wrong !== undefined) throw new Error(`an order was not placed: ${wrong.outcome}`);
    return placed.map(({ id }) => id);
  }

  #newOrder(eventId: EventId, shard: number, email: string, holdMs?: number): NewOrder {
    const line = (ticketId: string, type: string, most: number) => {
      return { ticketId, type, qty: this.#random.integer(1, most), unitMinor: UNIT_MINOR };
    };
    const lines = {
      show: [line('seat', 'adult', 3), line('stool', 'child', 2)],
      rare: [line('rare-seat', 'adult', 2)],
      gala: [line('gala-seat', 'adult', 6)],
    }[eventId];
    // The limit is counted by the same key for all spellings of an address.
    const customerKey = createHmac('sha256', 'key').update(email).digest('base64url').slice(0, 22);
    return {
      id: newOrderId(shard, Date.now()),
      ...{ eventId, currency: 'EUR', lines, paymentMethod: holdMs ? 'online' : 'credit_card' },
      customer: { name: this.#random.pick(NAMES), email },
      totalMinor: lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0),
      ...(holdMs === undefined ? {} : { holdMs }),
      ...(eventId === 'rare' ? { customerKey } : {}),
    };
  }

  // One mailbox in several spellings.
  #customer(): string {
    const address = `Buyer-${this.#random.integer(1, CUSTOMERS)}@Example.com`;
    return this.#random.pick([address, address.toLowerCase()]);
  }

  async #change(
    orderId: string,
    logged: string,
    change: (payment: Payment) => Payment,
  ): Promise<void> {
    const before = (await readPayment(this.#ledger, orderId))?.payment;
    if (before === undefined) throw new Error('a payment is gone');
    await this.#write(orderId, before, change(before), logged);
  }

  async #write(
    orderId: string,
    before: Payment | undefined,
    after: Payment,
    logged?: string,
  ): Promise<void> {
    const dueInMs = isOpenPayment(after) ? LONG_HOLD_MS : undefined;
    const change = { before, after, dueInMs, logged };
    const write = await writePayment(this.#ledger, orderId, change);
    if (write !== 'written') throw new Error(`a payment was not written: ${write}`);
  }

  async #until(
    ids: readonly string[],
    isThere: (status: OrderStatus) => boolean,
  ): Promise<OrderStatus[]> {
    const read = async () =>
      await Promise.all(
        ids.map(async (id) => (await readOrder(this.#ledger, id))?.status ?? 'pending'),
      );
    return await eventually(read, (statuses) => statuses.every(isThere));
  }

  #shardOf(orderId: string): number {
    return parseOrderId(orderId, this.#ledger.shards)?.shard ?? 0;
  }
}

let number = 0;
