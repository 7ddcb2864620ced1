import {
  clearSetBack,
  comparePositions,
  type Ledger,
  noteArchived,
  ORDER_STATES,
  orderLogKey,
  readLog,
  readLogCounts,
  readRecords,
  readStamp,
  readTimeMs,
} from '@onsale/ledger';
import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { insertInto } from '../orders/insert-rows.ts';
import { replaceOrders } from '../orders/replace-orders.ts';
import { beginBackfill } from '../recorder/begin-backfill.ts';
import { readShards } from '../shards/read-shards.ts';
import { type RecordedShard, type RecordsTransaction, withShard } from '../shards/with-shard.ts';
import { withSums } from '../sums/sum-up.ts';
import { findReader, type LostOrder } from './find-lost-orders.ts';

/** The cause of a change back, for which somebody has decided. */
export const SET_BACK = 'set-back';

/** Does something with each shard that was set back, under its lock. */
export async function eachSetBack<Result>(
  db: Records,
  ledger: Ledger,
  work: (tx: RecordsTransaction, row: RecordedShard, decision: Decision) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const { shard } of (await readShards(db)).filter((row) => isSetBack(row, ledger))) {
    await withShard(db, shard, async (tx, row) => {
      if (!isSetBack(row, ledger)) return;
      const decision = new Decision(await readTimeMs(ledger, orderLogKey(shard)));
      results.push(await work(tx, row, decision));
    });
  }
  return results;
}

/** Lets this Redis sell again, once all of its shards are decided. */
export async function sellAgain(db: Records, ledger: Ledger): Promise<void> {
  const left = (await readShards(db)).some((row) => isSetBack(row, ledger));
  if (!left) await clearSetBack(ledger.redis);
}
/** A decision about a shard. */
export class Decision {
  readonly atMs: number;
  /** Changes that follow from it, so far. */
  changes = 0;

  constructor(atMs: number) {
    this.atMs = atMs;
  }
}

/** Keeps these orders as they are here: recorded anew, or given up where they are not here. */
export async function keepAsHere(
  tx: RecordsTransaction,
  shard: number,
  { orders, decision }: { orders: readonly LostOrder[]; decision: Decision },
): Promise<void> {
  const missing = orders.filter(({ is }) => is === 'missing');
  const others = orders.filter(({ is }) => is !== 'missing');
  await giveUpOrders(tx, missing);
  await replaceOrders(
    tx,
    others.map(({ recorded: { orderId }, there: { record = '', payment } }) => {
      return { orderId, shard, record, payment };
    }),
  );
  await noteReturns(tx, shard, { orders: others, decision });
}

// What had happened stays recorded, and is followed by the way back. No entry of a log has such a number.
async function noteReturns(
  tx: RecordsTransaction,
  shard: number,
  { orders, decision }: { orders: readonly LostOrder[]; decision: Decision },
): Promise<void> {
  if (orders.length === 0) return;
  const rows = orders.map(({ recorded, there }) => ({
    ...{ shard, entry_ms: decision.atMs, entry_seq: -1, place: decision.changes++ },
    ...{ order_id: recorded.orderId, cause: SET_BACK, at: new Date(decision.atMs) },
    from_state: readStamp(recorded.record).letter,
    to_state: readStamp(there.record ?? '').letter,
  }));
  await insertInto('records.changes', rows).execute(tx);
}

async function giveUpOrders(tx: RecordsTransaction, orders: readonly LostOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const ids = orders.map(({ recorded }) => recorded.orderId);
  await markGivenUp(tx, ids, sql<Date>`now()`);
}

// They count nowhere from then on, or again.
async function markGivenUp(
  tx: RecordsTransaction,
  orderIds: readonly string[],
  at: RawBuilder<Date> | null,
): Promise<void> {
  await withSums(tx, orderIds, async () => {
    await tx
      .updateTable('records.orders')
      .set({ given_up_at: at })
      .where(sql<boolean>`order_id = any(${orderIds}::text[])`)
      .execute();
  });
}

/** Records a shard on, from where the recorder was in this Redis. */
export async function recordOn(
  tx: RecordsTransaction,
  ledger: Ledger,
  row: RecordedShard,
): Promise<void> {
  await findArchivedAgain(tx, ledger, row.shard);
  const reader = await findReader(ledger, row);
  // Another log than the one that was recorded, or one of which not all is recorded any more: everything is
  // recorded anew.
  const isOther = reader === undefined || (await takeBack(tx, ledger, row.shard)) > 0;
  if (isOther) return await beginBackfill({ tx, row, ledger }, 'gap');
  const wasBackfilling = row.backfill_reason !== null && row.backfilled_at === null;
  const state = wasBackfilling ? 'backfilling' : 'recording';
  await tx
    .updateTable('records.shards')
    .set({
      rejected: await rejectedNow(ledger, row),
      changed_at: sql<Date>`now()`,
      ...{ state, position: reader.position },
    })
    .where('shard', '=', row.shard)
    .execute();
}

// A new Redis does not know that orders have left the one before, and would say that there are none.
async function findArchivedAgain(
  tx: RecordsTransaction,
  ledger: Ledger,
  shard: number,
): Promise<void> {
  const newest = await tx
    .selectFrom('records.orders')
    .select('order_id')
    .where('shard', '=', shard)
    .where('archived_at', 'is not', null)
    .orderBy('order_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest !== undefined) await noteArchived(ledger, newest.order_id);
}

// Another Redis was taken for right before, and this one has what was given up then.
async function takeBack(tx: RecordsTransaction, ledger: Ledger, shard: number): Promise<number> {
  const givenUp = await tx
    .selectFrom('records.orders')
    .select('order_id')
    .where('shard', '=', shard)
    .where('given_up_at', 'is not', null)
    .execute();
  const stored = await readRecords(
    ledger,
    shard,
    givenUp.map(({ order_id: id }) => id),
  );
  const here = Array.from(stored).flatMap(([id, { record }]) => (record === undefined ? [] : [id]));
  if (here.length === 0) return 0;
  await markGivenUp(tx, here, null);
  return here.length;
}

// Orders that were rejected and are not here have left no trace: they are not counted either. How many had
// left Redis before they were recorded nobody knows.
async function rejectedNow(ledger: Ledger, row: RecordedShard): Promise<number> {
  const { shard, counted_to: after, rejected } = row;
  const { counts, archived } = await readLogCounts(ledger, shard);
  let unrecorded = 0;
  for (let position = after; ;) {
    const page = await readLog(ledger, shard, { after: position });
    for (const { from, to, entryId } of page.changes) {
      if (comparePositions(entryId, after) <= 0) continue;
      if (isRejection(from)) unrecorded -= 1;
      if (isRejection(to)) unrecorded += 1;
    }
    if (page.entries === 0) break;
    position = page.position;
  }
  const most = (counts.get('rejected') ?? 0) - unrecorded;
  const least = most - (archived.get('rejected') ?? 0);
  return Math.max(0, least, Math.min(rejected, most));
}

const isRejection = (letter: string) => ORDER_STATES[letter]?.status === 'rejected';

function isSetBack({ state, data_id: dataId }: RecordedShard, ledger: Ledger): boolean {
  return state === 'set_back' || dataId !== ledger.dataId;
}
