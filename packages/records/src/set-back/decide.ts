import {
  clearSetBack,
  comparePositions,
  type Ledger,
  ORDER_STATES,
  readCounts,
  readLog,
} from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { replaceOrders } from '../orders/replace-orders.ts';
import { beginBackfill } from '../recorder/begin-backfill.ts';
import { readShards } from '../shards/read-shards.ts';
import { type RecordedShard, type RecordsTransaction, withShard } from '../shards/with-shard.ts';
import { findReader, type Loss, type LostOrder } from './find-lost-orders.ts';

/** Does something with each shard that was set back, under its lock. */
export async function eachSetBack<Result>(
  db: Records,
  ledger: Ledger,
  work: (tx: RecordsTransaction, row: RecordedShard) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const { shard } of (await readShards(db)).filter((row) => isSetBack(row, ledger))) {
    await withShard(db, shard, async (tx, row) => {
      if (isSetBack(row, ledger)) results.push(await work(tx, row));
    });
  }
  return results;
}

/** Lets this Redis sell again, once all of its shards are decided. */
export async function sellAgain(db: Records, ledger: Ledger): Promise<void> {
  const left = (await readShards(db)).some((row) => isSetBack(row, ledger));
  if (!left) await clearSetBack(ledger.redis);
}
/** Keeps these orders as they are here: recorded anew, or given up where they are not here. */
export async function keepAsHere(
  tx: RecordsTransaction,
  kept: { row: RecordedShard; orders: readonly LostOrder[]; changes: Loss['changes'] },
): Promise<void> {
  const others = kept.orders.filter(({ is }) => is !== 'missing');
  await giveUpOrders(
    tx,
    kept.orders.filter(({ is }) => is === 'missing'),
  );
  await replaceOrders(
    tx,
    others.map(({ recorded: { orderId, shard }, there: { record = '', payment } }) => {
      return { orderId, shard, record, payment };
    }),
  );
  const replaced = new Set(others.map(({ recorded }) => recorded.orderId));
  if (replaced.size === 0) return;
  const changes = kept.changes.filter(({ order_id: id }) => replaced.has(id));
  await forgetChanges(tx, kept.row.shard, changes);
}

async function giveUpOrders(tx: RecordsTransaction, orders: readonly LostOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await tx
    .updateTable('records.orders')
    .set({ given_up_at: sql<Date>`now()` })
    .where(
      'order_id',
      'in',
      orders.map(({ recorded }) => recorded.orderId),
    )
    .execute();
}

async function forgetChanges(
  tx: RecordsTransaction,
  shard: number,
  changes: Loss['changes'],
): Promise<void> {
  for (const { entry_ms: ms, entry_seq: seq, place } of changes) {
    await tx
      .deleteFrom('records.changes')
      .where('shard', '=', shard)
      .where('entry_ms', '=', ms)
      .where('entry_seq', '=', seq)
      .where('place', '=', place)
      .execute();
  }
}

/** Records a shard on, from where the recorder was in this Redis. */
export async function recordOn(
  tx: RecordsTransaction,
  ledger: Ledger,
  row: RecordedShard,
): Promise<void> {
  const reader = await findReader(ledger, row);
  // Another log than the one that was recorded: everything is recorded anew.
  if (reader === undefined) return await beginBackfill({ tx, row, ledger }, 'gap');
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

// Orders that were rejected and are not here have left no trace: they are not counted either. How many
// had left Redis before it was recorded nobody knows, so that it may count more.
async function rejectedNow(ledger: Ledger, row: RecordedShard): Promise<number> {
  const { shard, counted_to: after, rejected } = row;
  const counts = await readCounts(ledger, shard);
  let unrecorded = 0;
  for (let position = after; ;) {
    const page = await readLog(ledger, shard, { after: position });
    for (const { from, to, entryId } of page.changes) {
      if (comparePositions(entryId, after) <= 0) continue;
      if (isRejection(from)) unrecorded -= 1;
      if (isRejection(to)) unrecorded += 1;
    }
    if (page.entries === 0) return Math.max(0, Math.min(rejected, counts.rejected - unrecorded));
    position = page.position;
  }
}

const isRejection = (letter: string) => ORDER_STATES[letter]?.status === 'rejected';

function isSetBack({ state, data_id: dataId }: RecordedShard, ledger: Ledger): boolean {
  return state === 'set_back' || dataId !== ledger.dataId;
}
