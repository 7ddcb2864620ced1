import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ListedCheckIn, ListedOrder } from '@onsale/contracts';
import { newOrderId } from '@onsale/ledger';
import {
  type ListPart,
  migrateRecords,
  openRecords,
  orderRows,
  readCheckInList,
  type RecordsTransaction,
  storeRows,
} from '@onsale/records';
import { startPostgres, TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { type ControlledTransaction, sql } from 'kysely';
import type { RecordsTables } from '../../../src/schema/tables.ts';

// Transactions of several writers that are open at the same time and end in any order, and devices that read between
// them: in the end, each device has the list as it is.

const WRITERS = 3;
const ORDERS = 4;
const RUNS = 40;
const DAY_MS = 24 * 60 * 60 * 1000;

const postgres = await startPostgres();
const db = openRecords({ url: postgres.url, name: 'test', max: 8, onError: () => undefined });
await migrateRecords(db);
after(async () => {
  await db.destroy();
  await postgres.stop();
});

const writer = fc.nat(WRITERS - 1);
const order = fc.nat(ORDERS - 1);
const seat = fc.integer({ min: 1, max: 2 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: fc.constant('store' as const), writer, order, seat },
      state: fc.constantFrom('c', 'c', 'c', 'h', 'x', 'k', 'r'),
      version: fc.integer({ min: 1, max: 4 }),
      holder: fc.constantFrom('', 'Bea', 'Cy'),
      isRefunded: fc.boolean(),
      person: fc.nat(1),
      name: fc.constantFrom('Ada', 'Ida', 'Eda'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('check' as const), writer, order, seat },
      key: fc.constantFrom('', '2087-07-03'),
      day: fc.constantFrom('2087-07-03', '2087-07-04'),
      isUndone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('give-up', 'remove'), writer, order }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('end' as const), writer, isGood: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), device: fc.nat(2) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Store = Extract<Step, { do: 'store' }>;
type Check = Extract<Step, { do: 'check' }>;

test('whoever reads differences has the list as whoever reads it anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const history = await History.begin();
      try {
        for (const each of steps) await history.take(each);
      } finally {
        await history.endAll();
      }
      for (const device of history.devices) {
        await device.readAll();
        const anew = new Device(device.of);
        await anew.readAll();
        assert.deepEqual(device.list(), anew.list());
      }
    }),
    { numRuns: RUNS, seed: TEST_SEED },
  );
});

/** An event of its own, its writers, and its devices. */
class History {
  static #events = 0;
  readonly eventId = `show-${History.#events++}`;
  readonly devices = [true, true, false].map(
    (withNames) => new Device({ eventId: this.eventId, withNames }),
  );
  /** Writers have orders and people of their own, of different days: they never wait for each other. */
  readonly #orderIds = Array.from({ length: WRITERS }, (_, day) =>
    Array.from({ length: ORDERS }, (_, i) =>
      newOrderId(0, Date.UTC(2087, 0, 1) + day * DAY_MS + i),
    ),
  );
  readonly #open = new Map<number, ControlledTransaction<RecordsTables>>();

  static async begin(): Promise<History> {
    const history = new History();
    await sql`
      insert into records.events (event_id, shard, name, time_zone)
      values (${history.eventId}, 0, 'Show', 'UTC')`.execute(db);
    return history;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'store':
        return await this.#store(step);
      case 'check':
        return await this.#check(step);
      case 'end':
        return await this.#end(step.writer, step.isGood);
      case 'read':
        await this.devices[step.device]!.read();
        return;
      default: {
        // The row of the event is locked by whoever does it.
        await this.endAll();
        const id = this.#orderIds[step.writer]![step.order]!;
        if (step.do === 'remove') {
          await db.deleteFrom('records.orders').where('order_id', '=', id).execute();
        } else {
          await sql`
            update records.orders
            set given_up_at = case when given_up_at is null then now() end
            where order_id = ${id}`.execute(db);
        }
      }
    }
  }

  async endAll(): Promise<void> {
    for (const writer of [...this.#open.keys()]) await this.#end(writer, true);
  }

  async #store(store: Store): Promise<void> {
    const { state, writer, person, name, version, holder, seat, isRefunded } = store;
    // It may leave the list by it.
    const isListed = 'ckr'.includes(state);
    if (!isListed) await this.endAll();
    const extras = {
      ...(version === 1 && holder === '' ? {} : { holders: [[0, seat, holder, version]] }),
      ...(isRefunded && state === 'c'
        ? { refunds: [{ id: 're_1', atMs: 1, amountMinor: 10, tickets: [[0, seat]] }] }
        : {}),
    };
    const email = `${person}-${writer}@${this.eventId}.example.org`;
    const record = JSON.stringify([
      ...[`${state}1780833652281`, 'adult:2:1000:adult', 2000, 'EUR', this.eventId, name, email],
      ...['online', extras],
    ]);
    const orderId = this.#orderIds[writer]![store.order]!;
    const rows = orderRows({ orderId, shard: 0, record });
    await storeRows(await this.#transaction(writer), [rows], { isCurrent: true });
    if (!isListed) await this.endAll();
  }

  async #check({ writer, order, seat, key, day, isUndone }: Check): Promise<void> {
    const tx = await this.#transaction(writer);
    const undone = isUndone ? sql`now()` : sql`null`;
    await sql`
      insert into office.check_ins
        (order_id, line, seat, key, event_id, place, ticket_id, day, at, scan_id, undone_at)
      values (${this.#orderIds[writer]![order]}, 0, ${seat}, ${key}, ${this.eventId}, ${seat}, 'adult',
        ${day}, now(), 1, ${undone})
      on conflict (order_id, line, seat, key) do update set
        day = excluded.day, at = excluded.at, undone_at = excluded.undone_at`.execute(tx);
  }

  async #end(writer: number, isGood: boolean): Promise<void> {
    const tx = this.#open.get(writer);
    this.#open.delete(writer);
    await (isGood ? tx?.commit() : tx?.rollback())?.execute();
  }

  async #transaction(writer: number): Promise<RecordsTransaction> {
    const open = this.#open.get(writer);
    if (open !== undefined) return open;
    const tx = await db.startTransaction().execute();
    this.#open.set(writer, tx);
    return tx;
  }
}

/** Keeps the list as a device does. */
class Device {
  readonly of: { eventId: string; withNames: boolean };
  #orders = new Map<string, ListedOrder>();
  #checkIns = new Map<string, ListedCheckIn>();
  #page: string | undefined;
  #cursor: string | undefined;

  constructor(of: { eventId: string; withNames: boolean }) {
    this.of = of;
  }

  async readAll(): Promise<void> {
    // The last page tells where the first one stood.
    while (!(await this.read()));
  }

  /** Answers whether it has the list as it is. */
  async read(): Promise<boolean> {
    const [page, cursor] = [this.#page, this.#cursor];
    const part = await readCheckInList(db, { ...this.of, page, cursor, ordersOnPage: 3 });
    if (!part.isDifference && page === undefined) {
      this.#orders.clear();
      this.#checkIns.clear();
    }
    this.#keep(part);
    this.#page = part.nextPage;
    this.#cursor = part.cursor;
    return part.isDifference;
  }

  #keep({ orders, checkIns }: ListPart): void {
    for (const each of orders) this.#orders.set(each.order, each);
    for (const each of checkIns) {
      this.#checkIns.set(`${each.order} ${each.place} ${each.key}`, each);
    }
  }

  list() {
    const orders = [...this.#orders.values()].toSorted((a, b) => (a.order < b.order ? -1 : 1));
    const checkIns = [...this.#checkIns]
      .filter(([, { order, undone }]) => undone !== true && this.#orders.has(order))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { orders, checkIns };
  }
}
