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
import { type Selectable, sql } from 'kysely';
import { readRecordedOrders } from '../archive/read-recorded-orders.ts';
import type { RecordedOrder } from '../orders/order-rows.ts';
import type { ChangesTable } from '../schema/tables.ts';
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

/** What was lost of a shard. */
export interface Loss {
  orders: LostOrder[];
  /** Orders of which changes were lost, but that came to the same here; what is here stays. */
  same: number;
  /** The recorded changes that never happened here. */
  changes: Pick<Selectable<ChangesTable>, 'entry_ms' | 'entry_seq' | 'place' | 'order_id'>[];
}

/** Orders read at a time. */
const PAGE = 500;

/** Finds what this Redis lacks of a recorded shard. */
export async function findLostOrders(
  tx: RecordsTransaction,
  ledger: Ledger,
  row: RecordedShard,
): Promise<Loss> {
  const reader = await findReader(ledger, row);
  const changes =
    reader === undefined
      ? []
      : await findLostChanges(tx, ledger, { ...row, after: reader.position });
  const loss: Loss = { orders: [], same: 0, changes };
  // Without the reader, its log can't tell what was lost: then all orders are compared.
  const pages =
    reader === undefined
      ? scanRecordedOrders(tx, row.shard, PAGE)
      : inPages([...new Set(changes.map(({ order_id: id }) => id))]);
  for await (const page of pages) {
    const stored = await readRecords(ledger, row.shard, page);
    for (const recorded of await readRecordedOrders(tx, page)) {
      const there = stored.get(recorded.orderId)!;
      const is = compare(recorded, there);
      if (is === 'same') loss.same += 1;
      else if (is !== 'gone') loss.orders.push({ recorded, there, is });
    }
  }
  return loss;
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

// The changes that were recorded, and that the log here does not have.
async function findLostChanges(
  tx: RecordsTransaction,
  ledger: Ledger,
  { shard, after }: { shard: number; after: string },
): Promise<Loss['changes']> {
  const [ms = 0, seq = 0] = after.split('-').map(Number);
  const recorded = await tx
    .selectFrom('records.changes')
    .select(['entry_ms', 'entry_seq', 'place', 'order_id', 'to_state'])
    .where('shard', '=', shard)
    .where(sql<boolean>`(entry_ms, entry_seq) > (${ms}::bigint, ${seq}::bigint)`)
    .execute();
  const known = await readLogged(ledger, shard, after);
  return recorded.filter(
    ({ entry_ms: entryMs, entry_seq: entrySeq, order_id: id, to_state: to }) => {
      return !known.has(`${entryMs}-${entrySeq} ${id} ${to}`);
    },
  );
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
