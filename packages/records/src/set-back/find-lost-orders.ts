import {
  type Ledger,
  ORDER_STATES,
  type StoredRecords,
  readBooked,
  readLog,
  readRecords,
  type ReaderPosition,
  readReaders,
  tryReadBooked,
  tryUnpackPayment,
} from '@onsale/ledger';
import { sql } from 'kysely';
import { readRecordedOrders } from '../archive/read-recorded-orders.ts';
import type { RecordedOrder } from '../orders/order-rows.ts';
import { RECORDER } from '../recorder/begin-backfill.ts';
import type { RecordedShard, RecordsTransaction } from '../shards/with-shard.ts';
import { scanRecordedOrders } from '../verify/read-rows.ts';

// What a Redis that was restored from an older backup lacks: the changes that were recorded after the
// reader's position in that backup, and that its order log does not have. Since it was restored it may have
// sold, so that an order may have gone another way here.

/** An order of which recorded changes never happened in this Redis. */
export interface LostOrder {
  recorded: RecordedOrder;
  there: StoredRecords;
  /**
   * `missing`: it is not here. `older`: it is as it was earlier, or has gone a way here that does not matter.
   * `moved`: it has gone another way here, so that a person must look at it; what is here stays.
   */
  is: 'missing' | 'older' | 'moved';
}

/** Some of what was lost. */
export interface LossPage {
  orders: LostOrder[];
  /** Orders of which changes were lost, but that came to the same here; what is here stays. */
  same: number;
}

/** Orders read at a time. */
const PAGE = 500;

/** Finds what this Redis lacks of a recorded shard, a few hundred orders at a time. */
export async function* findLostOrders(
  tx: RecordsTransaction,
  ledger: Ledger,
  row: RecordedShard,
): AsyncGenerator<LossPage> {
  const { shard } = row;
  const reader = await findReader(ledger, row);
  // Without the reader, the log can't tell what was lost: then all orders are compared.
  const pages =
    reader === undefined
      ? scanRecordedOrders(tx, shard, PAGE)
      : inPages(await findChanged(tx, ledger, { shard, after: reader.position }));
  yield* readLost(tx, ledger, { shard, pages });
}

async function* readLost(
  tx: RecordsTransaction,
  ledger: Ledger,
  { shard, pages }: { shard: number; pages: Iterable<string[]> | AsyncIterable<string[]> },
): AsyncGenerator<LossPage> {
  for await (const ids of pages) {
    const page: LossPage = { orders: [], same: 0 };
    const stored = await readRecords(ledger, shard, ids);
    const givenUp = await readGivenUp(tx, ids);
    for (const recorded of await readRecordedOrders(tx, ids)) {
      const there = stored.get(recorded.orderId)!;
      const is = givenUp.has(recorded.orderId) ? 'gone' : compare(recorded, there);
      if (is === 'same') page.same += 1;
      else if (is !== 'gone') page.orders.push({ recorded, there, is });
    }
    yield page;
  }
}

async function readGivenUp(tx: RecordsTransaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('records.orders')
    .select('order_id')
    .where('order_id', 'in', ids)
    .where('given_up_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ order_id: id }) => id));
}

/** Where the recorder was in the log of this Redis, if it is the log that it has recorded. */
export async function findReader(
  ledger: Ledger,
  { shard, data_id: dataId, since_ms: sinceMs }: RecordedShard,
): Promise<ReaderPosition | undefined> {
  if (dataId !== ledger.dataId) return undefined;
  const readers = await readReaders(ledger, shard);
  return readers.find(({ reader, sinceMs: since }) => reader === RECORDER && since === sinceMs);
}

function* inPages(ids: readonly string[]): Generator<string[]> {
  for (let i = 0; i < ids.length; i += PAGE) yield ids.slice(i, i + PAGE);
}

// The orders of recorded changes that the log here does not have.
async function findChanged(
  tx: RecordsTransaction,
  ledger: Ledger,
  { shard, after }: { shard: number; after: string },
): Promise<string[]> {
  const [ms = 0, seq = 0] = after.split('-').map(Number);
  const recorded = await tx
    .selectFrom('records.changes')
    .select(['entry_ms', 'entry_seq', 'order_id', 'to_state'])
    .where('shard', '=', shard)
    .where(sql<boolean>`(entry_ms, entry_seq) > (${ms}::bigint, ${seq}::bigint)`)
    .execute();
  const known = await readLogged(ledger, shard, after);
  const lost = recorded.filter(
    ({ entry_ms: entryMs, entry_seq: entrySeq, order_id: id, to_state: to }) => {
      return !known.has(`${entryMs}-${entrySeq} ${id} ${to}`);
    },
  );
  return [...new Set(lost.map(({ order_id: id }) => id))];
}

async function readLogged(ledger: Ledger, shard: number, after: string): Promise<Set<string>> {
  const known = new Set<string>();
  for (let position = after; ;) {
    const page = await readLog(ledger, shard, { after: position });
    for (const { entryId, orderId, to } of page.changes) known.add(`${entryId} ${orderId} ${to}`);
    if (page.entries === 0) return known;
    position = page.position;
  }
}

/** `gone`: it had left that Redis, or was given up, and is no loss. */
function compare(recorded: RecordedOrder, there: StoredRecords): LostOrder['is'] | 'same' | 'gone' {
  if (there.record === undefined) return recorded.archivedAt === undefined ? 'missing' : 'gone';
  if (there.record === recorded.record) {
    return revisionOf(recorded.payment) > revisionOf(there.payment) ? 'older' : 'same';
  }
  const [was, is] = [readBooked(recorded.record), tryReadBooked(there.record)];
  if (is === undefined || is.status === 'unknown') return 'moved';
  // Redis was restored after all that it has lost, so that what is later here has happened here.
  if ((is.changedAtMs ?? 0) < (was.changedAtMs ?? 0)) return 'older';
  if (is.letter === was.letter || isUndecided(was.letter)) return 'same';
  // Its money is going back already: another ticket for it would be one too many.
  if (isReturned(there.payment)) return 'moved';
  return isUndecided(is.letter) || is.status === 'rejected' ? 'older' : 'moved';
}

// Held or expired, which time alone leads to.
function isUndecided(letter: string): boolean {
  const status = ORDER_STATES[letter]?.status;
  return status === 'held' || status === 'expired' || status === 'pending';
}

function isReturned(payment: string | undefined): boolean {
  if (payment === undefined) return false;
  return tryUnpackPayment(payment)?.attempts.some(({ use }) => use === 'refund') !== false;
}

/** The revision of a payment; 0 without one, and of one that can't be read. */
export function revisionOf(payment: string | undefined): number {
  return payment === undefined ? 0 : (tryUnpackPayment(payment)?.revision ?? 0);
}
