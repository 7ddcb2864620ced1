import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import {
  applyCatalog,
  audit,
  claimEntries,
  type Ledger,
  moveToDeadLetters,
  type NewOrder,
  placeOrders,
  readOrder,
  readStock,
  settleOrders,
  type StreamEntry,
} from '../../src/index.ts';
import {
  ON_CLUSTER,
  type Capacities,
  catalogOf,
  orderOf,
  read,
  startLedgerRedis,
} from '../test-ledger.ts';

// Random histories of a sale run on a real Redis and on the model below, which defines the ledger
// in a few lines. Each step must give the same result in both; at the end of each history both must
// hold the same data, and the invariants must hold.

// Histories take longer with 16 shards.
const RUNS = ON_CLUSTER ? 60 : 1200;
const MAX_BACKLOG = 10;
const TICKETS = ['adult', 'child'];

type Status = 'pending' | 'confirmed' | 'rejected';
type Wanted = Record<string, number>;

class Model {
  sold: Wanted = { adult: 0, child: 0 };
  orders = new Map<string, { wanted: Wanted; status: Status }>();
  keys = new Map<string, { id: string; request: string }>();
  capacities: Capacities;

  constructor(capacities: Capacities) {
    this.capacities = capacities;
  }

  left(ticket: string): number {
    return (this.capacities[ticket] ?? 0) - (this.sold[ticket] ?? 0);
  }

  fits(wanted: Wanted): boolean {
    return TICKETS.every((ticket) => (wanted[ticket] ?? 0) <= this.left(ticket));
  }

  backlog(): number {
    return this.orders
      .values()
      .filter((order) => order.status === 'pending')
      .toArray().length;
  }

  place(id: string, wanted: Wanted, key: string | undefined): string {
    const request = JSON.stringify([wanted['adult'] ?? 0, wanted['child'] ?? 0]);
    const first = this.keys.get(key ?? '');
    if (first && first.request !== request) return 'key-reused';
    if (first && first.id !== id) return `duplicate ${first.id}`;
    if (this.orders.has(id)) return 'placed';
    if (this.backlog() >= MAX_BACKLOG) return 'backlog-full';
    if (!this.fits(wanted)) return 'sold-out';
    this.orders.set(id, { wanted, status: 'pending' });
    if (key !== undefined) this.keys.set(key, { id, request });
    return 'placed';
  }

  settle(id: string): string {
    const order = this.orders.get(id);
    if (order?.status !== 'pending') return 'already-settled';
    order.status = this.fits(order.wanted) ? 'confirmed' : 'rejected';
    if (order.status === 'confirmed') {
      for (const ticket of TICKETS) this.sold[ticket]! += order.wanted[ticket] ?? 0;
    }
    return order.status;
  }

  resize(capacities: Capacities): boolean {
    const accepted = TICKETS.every((t) => (capacities[t] ?? 0) >= (this.sold[t] ?? 0));
    if (accepted) this.capacities = capacities;
    return accepted;
  }
}

/** The state of a history: the real ledger, the model, and what the workers have read. */
interface Play {
  ledger: Ledger;
  model: Model;
  /** Every order ever tried, for retries. */
  tried: NewOrder[];
  /** Delivered to a worker and not settled. */
  held: StreamEntry[];
  /** Settled, but a network may deliver them again. */
  settled: StreamEntry[];
  version: number;
}

type Step = (play: Play) => Promise<void>;

const capacity = fc.nat({ max: 8 });
const capacities = fc.record({ adult: capacity, child: capacity });
const wanted = fc
  .record({ adult: fc.nat({ max: 3 }), child: fc.nat({ max: 3 }) })
  .filter(({ adult, child }) => adult + child > 0);
const key = fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined });
const count = fc.integer({ min: 1, max: 6 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.tuple(wanted, key), { minLength: 1, maxLength: 6 }).map(place),
  },
  { weight: 1, arbitrary: fc.nat().map(placeAgain) },
  { weight: 4, arbitrary: count.map(readSome) },
  { weight: 4, arbitrary: count.map(settleSome) },
  { weight: 2, arbitrary: count.map(settleLatest) },
  { weight: 1, arbitrary: fc.constant(crashAndReclaim) },
  { weight: 1, arbitrary: count.map(deliverAgain) },
  { weight: 1, arbitrary: fc.constant(deadLetterOne) },
  { weight: 2, arbitrary: capacities.map(resize) },
);

function place(baskets: [Wanted, string | undefined][]): Step {
  const orders = baskets.map(([wanted, idempotencyKey]) => {
    const items = TICKETS.filter((ticket) => wanted[ticket]).map((t) => `${t}:${wanted[t]}`);
    return orderOf(items.join(','), { idempotencyKey });
  });
  return (play) => placeAll(play, orders);
}

// The reply to the first attempt was lost, so the gateway repeats it.
function placeAgain(pick: number): Step {
  return async (play) => {
    const order = play.tried[pick % play.tried.length];
    if (order !== undefined) await placeAll(play, [order]);
  };
}

async function placeAll(play: Play, orders: NewOrder[]): Promise<void> {
  play.tried.push(...orders);
  const placements = await placeOrders(play.ledger, 0, { orders, maxBacklog: MAX_BACKLOG });
  const answers = placements.map((placement) =>
    placement.outcome === 'duplicate' ? `duplicate ${placement.orderId}` : placement.outcome,
  );
  // The whole batch sees the same stock, because placing takes none.
  const expected = orders.map((order) => {
    const wanted = Object.fromEntries(order.lines.map((line) => [line.ticketId, line.qty]));
    return play.model.place(order.id, wanted, order.idempotencyKey);
  });
  assert.deepEqual(answers, expected);
}

function readSome(count: number): Step {
  return async (play) => {
    // Reading an empty stream would block for a tenth of a second.
    if (play.model.backlog() === play.held.length) return;
    play.held.push(...(await read(play.ledger, { count })));
  };
}

function settleSome(count: number): Step {
  return (play) => settle(play, play.held.splice(0, count));
}

// Another worker overtakes the one that holds the earlier entries.
function settleLatest(count: number): Step {
  return (play) => settle(play, play.held.splice(-count));
}

async function settle(play: Play, entries: StreamEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const expected = entries.map((entry) => play.model.settle(entry.orderId));
  assert.deepEqual(await settleOrders(play.ledger, 0, entries), expected);
  play.settled.push(...entries);
}

// The worker died holding entries; another one claims everything unsettled.
async function crashAndReclaim(play: Play): Promise<void> {
  const claim = { consumer: 'heir', minIdleMs: 0, count: 100, start: '-' };
  const { entries, lost } = await claimEntries(play.ledger.redis, 0, claim);
  assert.deepEqual(lost, []);
  const ids = (held: StreamEntry[]) => held.map((entry) => entry.id).toSorted();
  assert.deepEqual(ids(entries), ids(play.held));
  play.held = entries;
}

// The worker was only slow: it settles entries that another has settled meanwhile.
function deliverAgain(count: number): Step {
  return async (play) => {
    const entries = play.settled.slice(-count);
    if (entries.length === 0) return;
    const settlements = await settleOrders(play.ledger, 0, entries);
    assert.deepEqual([...new Set(settlements)], ['already-settled']);
  };
}

async function deadLetterOne(play: Play): Promise<void> {
  const entry = play.held.shift();
  if (entry === undefined) return;
  assert.ok(await moveToDeadLetters(play.ledger, 0, { entry, error: 'poison', deliveries: 5 }));
  const order = play.model.orders.get(entry.orderId);
  assert.ok(order);
  order.status = 'rejected';
  play.settled.push(entry);
}

function resize(capacities: Capacities): Step {
  return async (play) => {
    const catalog = catalogOf(capacities, { version: play.version + 1 });
    if (play.model.resize(capacities)) {
      await applyCatalog(play.ledger, catalog);
      play.version += 1;
    } else {
      await assert.rejects(applyCatalog(play.ledger, catalog), { name: 'CatalogError' });
    }
  };
}

async function compare(play: Play): Promise<void> {
  const { ledger, model } = play;
  const books = await readStock(ledger, 0);
  for (const ticket of TICKETS) {
    assert.deepEqual(books.get(ticket), {
      capacity: model.capacities[ticket],
      remaining: model.left(ticket),
      held: 0,
      sold: model.sold[ticket],
    });
    const { capacity, remaining, held, sold } = books.get(ticket)!;
    assert.equal(remaining + held + sold, capacity);
    assert.ok(Math.min(remaining, held, sold) >= 0);
  }
  const orders = await Promise.all(play.tried.map((order) => readOrder(ledger, order.id)));
  assert.deepEqual(
    orders.map((order) => order?.status),
    play.tried.map((order) => model.orders.get(order.id)?.status),
  );
  const report = await audit(ledger);
  assert.deepEqual(report.problems, []);
  assert.deepEqual([report.backlog, report.exact], [model.backlog(), true]);
  assert.equal(report.orders.total, model.orders.size);
}

// Durability does not matter here, and a thousand sales would mean many syncs.
const { freshLedger } = await startLedgerRedis({ args: ['--appendonly', 'no'] });

test('no history oversells, loses or duplicates anything', async () => {
  const histories = fc.array(step, { minLength: 1, maxLength: 30, size: 'large' });
  let sales = 0;
  await fc.assert(
    fc.asyncProperty(capacities, histories, async (capacities, history) => {
      const ledger = await freshLedger(capacities);
      const model = new Model(capacities);
      const play: Play = { ledger, model, tried: [], held: [], settled: [], version: 1 };
      for (const take of history) await take(play);
      await compare(play);
      // Finally everything left is settled, and then nothing is pending.
      await readSome(100)(play);
      await crashAndReclaim(play);
      await settle(play, play.held.splice(0));
      await compare(play);
      assert.equal(model.backlog(), 0);
      sales += (model.sold['adult'] ?? 0) + (model.sold['child'] ?? 0);
    }),
    { numRuns: RUNS, seed: TEST_SEED },
  );
  assert.ok(sales > RUNS, `the histories sold only ${sales} tickets, too few to prove much`);
});
