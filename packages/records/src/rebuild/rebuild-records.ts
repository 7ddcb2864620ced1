import {
  isAnonymized,
  type Ledger,
  orderHandle,
  parseOrderId,
  readRecords,
  scanStoredOrders,
  shardsOf,
} from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { orderRows, type RecordedOrder } from '../orders/order-rows.ts';
import { replaceOrders } from '../orders/replace-orders.ts';
import { enterShard } from '../recorder/begin-backfill.ts';
import { revisionOf } from '../set-back/find-lost-orders.ts';
import { readShards } from '../shards/read-shards.ts';
import { type RecordsTransaction, withShard } from '../shards/with-shard.ts';
import { sumUpEvent } from '../sums/sum-up.ts';
import { type StoredRows, readRows, scanRecordedOrders } from '../verify/read-rows.ts';

// All rows of an order follow from its record and that of its payment, so they can be made anew from Redis,
// from the files of an archive, or from the records themselves. What was only counted or logged can't:
// changes and rejections stay as they are.

/** What the rows of how many orders were made from. */
export interface Rebuild {
  fromRedis: number;
  /** Not recorded, or otherwise than in the archive. */
  fromArchive: number;
  /** Not in Redis: archived or retired ones. */
  fromRecords: number;
  /** Handles of orders whose record can't be read: their rows were left as they are. */
  unreadable: string[];
}

/** An order as a file of the archive has it. */
export type FiledOrder = Pick<RecordedOrder, 'orderId' | 'record' | 'payment'> & {
  archivedAt: Date;
};

/** Redis was set back, so that nobody knows what is right. */
export class SetBackError extends Error {
  constructor() {
    super('Redis was set back: decide first what is right, with records set-back');
    this.name = 'SetBackError';
  }
}

/** Orders whose rows are made in one transaction. */
const PAGE = 500;

/**
 * Makes the rows of all orders anew: from Redis, where it has them, else from the files of the archive, else
 * from their records. Safe during a sale, beside a recorder, and to repeat. Throws `SetBackError`.
 */
export async function rebuildRecords(
  db: Records,
  ledger: Ledger,
  options: {
    /** The files of the archive, page by page. */
    archive?: AsyncIterable<readonly FiledOrder[]>;
    onProgress?: (orders: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Rebuild> {
  const rows = await readShards(db);
  if (rows.some((row) => row.state === 'set_back' || row.data_id !== ledger.dataId)) {
    throw new SetBackError();
  }
  const rebuild: Rebuild = { fromRedis: 0, fromArchive: 0, fromRecords: 0, unreadable: [] };
  const replace = async (shard: number, ids: readonly string[], filed?: Filed) => {
    options.signal?.throwIfAborted();
    await withShard(db, shard, async (tx) => {
      await replacePage(tx, ledger, { shard, ids, filed, rebuild });
    });
    options.onProgress?.(rebuild.fromRedis + rebuild.fromArchive + rebuild.fromRecords);
  };
  for (const shard of shardsOf(ledger)) {
    await enterShard(db, ledger, shard);
    for await (const ids of scanRecordedOrders(db, shard, PAGE)) await replace(shard, ids);
    for await (const ids of scanMissing(db, ledger, shard)) await replace(shard, ids);
  }
  for await (const page of options.archive ?? []) {
    const filed = new Map(page.map((order) => [order.orderId, order]));
    const byShard = Map.groupBy(filed.keys(), (id) => parseOrderId(id, ledger.shards)?.shard);
    for (const [shard, ids] of byShard) {
      if (shard !== undefined && shard < ledger.shards) await replace(shard, ids, filed);
    }
  }
  await sumUpAll(db, shardsOf(ledger));
  await forgetOthers(db);
  return rebuild;
}

// Whatever had become of the sums, or of what they were made of.
async function sumUpAll(db: Records, shards: readonly number[]): Promise<void> {
  for (const shard of shards) {
    const { rows } = await sql<{ event_id: string }>`
      select event_id from records.events where shard = ${shard}
      union select event_id from records.orders where shard = ${shard}`.execute(db);
    for (const { event_id: id } of rows) await withShard(db, shard, (tx) => sumUpEvent(tx, id));
  }
  const [first] = shards;
  if (first !== undefined) await withShard(db, first, (tx) => sumUpEvent(tx, ''));
}

type Filed = ReadonlyMap<string, FiledOrder>;

// Orders in Redis that are not recorded.
async function* scanMissing(db: Records, ledger: Ledger, shard: number): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const stored of scanStoredOrders(ledger, shard)) {
    page.push(...stored.map(({ id }) => id));
    if (page.length < PAGE) continue;
    yield await notRecorded(db, page);
    page = [];
  }
  yield await notRecorded(db, page);
}

async function notRecorded(db: Records, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${ids}::text[]) as given(id)
    where not exists (select from records.orders where order_id = id)`.execute(db);
  return rows.map(({ id }) => id);
}

// Redis is read under the lock of the shard, so that what the recorder stores after it is as new.
async function replacePage(
  tx: RecordsTransaction,
  ledger: Ledger,
  page: { shard: number; ids: readonly string[]; filed: Filed | undefined; rebuild: Rebuild },
): Promise<void> {
  const { shard, ids, filed, rebuild } = page;
  if (ids.length === 0) return;
  const there = await readRecords(ledger, shard, ids);
  const recorded = await readRows(tx, ids);
  const orders: RecordedOrder[] = [];
  for (const orderId of ids) {
    const { record, payment } = there.get(orderId)!;
    const rows = recorded.get(orderId)!;
    // What was given up stays so, and what is in Redis was made from it before.
    if (rows.order?.given_up_at || (filed !== undefined && record !== undefined)) continue;
    const order =
      record === undefined
        ? fromElsewhere(orderId, rows, filed?.get(orderId))
        : { orderId, record, payment };
    if (order === undefined || (filed !== undefined && isMadeFrom(rows, order))) continue;
    if (!canBeRead({ ...order, shard })) rebuild.unreadable.push(orderHandle(orderId));
    else orders.push({ ...order, shard });
    rebuild[record !== undefined ? 'fromRedis' : filed ? 'fromArchive' : 'fromRecords'] += 1;
  }
  await replaceOrders(tx, orders);
}

// An archive has an order as it left Redis: money may have moved since, and its person may be forgotten.
function fromElsewhere(
  orderId: string,
  { order, payment }: StoredRows,
  filed: FiledOrder | undefined,
): Omit<RecordedOrder, 'shard'> | undefined {
  const isNameless = order !== undefined && isAnonymized(order.record);
  const record = filed === undefined || isNameless ? order?.record : filed.record;
  if (record === undefined) return undefined;
  const isNewer = revisionOf(filed?.payment) > revisionOf(payment?.record);
  return {
    ...{ orderId, record, payment: isNewer ? filed?.payment : payment?.record },
    archivedAt: order?.archived_at ?? filed?.archivedAt,
  };
}

// Rows that were made from the records, and would be no others.
function isMadeFrom({ order, payment }: StoredRows, made: Omit<RecordedOrder, 'shard'>): boolean {
  return order?.record === made.record && payment?.record === made.payment;
}

function canBeRead(order: RecordedOrder): boolean {
  try {
    orderRows(order);
    return true;
  } catch {
    return false;
  }
}

// People without an order: theirs belong to others now. Those that a transaction is just about to give one
// are left.
async function forgetOthers(db: Records): Promise<void> {
  await sql`
    delete from records.people where person_id in (
      select person_id from records.people
      where not exists (select from records.orders where orders.person_id = people.person_id)
      for update skip locked)`.execute(db);
}
