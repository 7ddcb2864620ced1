import { after } from 'node:test';
import {
  applyCatalog,
  ensureWorkerGroup,
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  placeOrders,
  readEntries,
  readLog,
  readReaders,
  readOrderTexts,
  registerReader,
  scanStoredOrders,
  settleOrders,
} from '@onsale/ledger';
import { migrateRecords, openRecords, type Records, storeOrders, withShard } from '@onsale/records';
import {
  connectionOf,
  installOn,
  startPostgres,
  startRedis,
  type TestRedis,
} from '@onsale/testing';

export const SHOW = 'show-7';
/** Counted for limits; an HMAC in earnest. */
const ADA = 'ada'.padEnd(22, '-');

/** A shop in a real Redis, whose orders are recorded in a real PostgreSQL; stopped after the tests. */
export interface RecordedShop {
  server: TestRedis;
  ledger: Ledger;
  db: Records;
  /** Empties both and puts tickets on sale again. */
  open(capacities: Record<string, number>): Promise<void>;
  /** Records all that was logged, as the recorder does. */
  record(): Promise<void>;
  /** Keeps the present state of Redis, to which `setBack` returns. */
  backUp(): Promise<void>;
  setBack(): Promise<void>;
}

export async function startRecordedShop(): Promise<RecordedShop> {
  const [server, postgres] = await Promise.all([
    startRedis({ args: ['--appendonly', 'no'] }),
    startPostgres(),
  ]);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await migrateRecords(db);
  after(async () => {
    await db.destroy();
    await Promise.all([server.stop(), postgres.stop()]);
  });
  const ledger = await openLedger(connectionOf(server), 1);
  const copy = async (from: number, to: number) => {
    await server.command('EVAL', COPY, '0', String(from), String(to));
  };
  return {
    ...{ server, ledger, db },
    async open(capacities) {
      await server.command('FLUSHALL');
      await installOn(ledger.redis);
      Object.assign(ledger, await openLedger(ledger.redis, 1));
      await ensureWorkerGroup(ledger.redis, 0);
      await applyCatalog(ledger, { events: [eventWith(capacities)] });
      await registerReader(ledger, 'recorder');
      await emptyTables(db);
    },
    record: async () => await record(ledger, db),
    backUp: async () => await copy(0, 1),
    setBack: async () => await copy(1, 0),
  };
}

const COPY = `
redis.call('SELECT', ARGV[2])
redis.call('FLUSHDB')
redis.call('SELECT', ARGV[1])
for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', ARGV[2]) end`;

function eventWith(capacities: Record<string, number>) {
  const tickets = Object.entries(capacities).map(([id, capacity]) => ({
    ...{ id, eventId: SHOW, name: id, type: 'adult', description: '' },
    ...{ priceMinor: 1000, currency: 'USD', capacity },
  }));
  return {
    ...{ id: SHOW, name: 'Show', venue: 'Hall', description: '', currency: 'USD' },
    ...{ startsAt: '2087-06-18T16:00:00Z', maxPerCustomer: 100, tickets },
  };
}

async function emptyTables(db: Records): Promise<void> {
  const tables = ['shards', 'order_lines', 'tickets', 'orders', 'people', 'payments', 'changes'];
  for (const table of [...tables, 'rejections'] as const) {
    await db.deleteFrom(`records.${table}` as 'records.orders').execute();
  }
}

/** A new order of, for example, `adult:2,child:1`. */
export function orderOf(wanted: string, changes: Partial<NewOrder> = {}): NewOrder {
  const lines = wanted.split(',').map((item) => {
    const [ticketId = '', qty] = item.split(':');
    return { ticketId, type: 'adult', qty: Number(qty), unitMinor: 1000 };
  });
  return {
    ...{ id: newOrderId(0, Date.now()), eventId: SHOW, currency: 'USD', paymentMethod: 'online' },
    customer: { name: 'Ada Lovelace', email: 'Ada@Example.org' },
    ...{ lines, customerKey: ADA },
    totalMinor: lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0),
    ...changes,
  };
}

/** Places orders and settles them. */
export async function sell(ledger: Ledger, ...orders: NewOrder[]): Promise<void> {
  await placeOrders(ledger, 0, { orders, maxBacklog: 1000 });
  await settle(ledger);
}

export async function settle(ledger: Ledger): Promise<void> {
  const from = { consumer: 'worker-1', count: 1000, blockMs: 1 };
  await settleOrders(ledger, 0, await readEntries(ledger.redis, 0, from));
}

async function record(ledger: Ledger, db: Records): Promise<void> {
  const [reader] = await readReaders(ledger, 0);
  const row = {
    ...{ shard: 0, data_id: ledger.dataId, position: '0-0', counted_to: '0-0' },
    ...{ since_ms: reader!.sinceMs, state: 'recording' as const, backfilled_to: null },
    ...{ backfill_reason: null, backfilled_at: null },
  };
  await db
    .insertInto('records.shards')
    .values(row)
    .onConflict((each) => each.doNothing())
    .execute();
  await withShard(db, 0, async (tx, { position }) => {
    const page = await readLog(ledger, 0, { after: position, count: 1000 });
    const ids = [...new Set(page.changes.map(({ orderId }) => orderId))];
    const texts = await readOrderTexts(ledger, 0, ids);
    await storeOrders(
      tx,
      ids.flatMap((orderId) => {
        const { record, payment } = texts.get(orderId)!;
        return record === undefined ? [] : [{ orderId, shard: 0, record, payment }];
      }),
    );
    for (const [place, { orderId, from, to, cause, atMs, entryId }] of page.changes.entries()) {
      const [ms, seq] = entryId.split('-').map(Number);
      await tx
        .insertInto('records.changes')
        .values({
          ...{ shard: 0, entry_ms: ms!, entry_seq: seq!, place, order_id: orderId },
          ...{ from_state: from, to_state: to, cause, at: new Date(atMs) },
        })
        .execute();
    }
    const rejected = page.changes.filter(({ status }) => status === 'rejected').length;
    await tx
      .updateTable('records.shards')
      .set((each) => ({
        ...{ position: page.position, counted_to: page.position },
        rejected: each('rejected', '+', rejected),
      }))
      .execute();
  });
}

/** All ids of orders in Redis. */
export async function orderIds(ledger: Ledger): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of scanStoredOrders(ledger, 0)) ids.push(...page.map(({ id }) => id));
  return ids;
}
