import {
  clearSetBack,
  type Ledger,
  noteSetBack,
  orderLogKey,
  readSetBack,
  readTimeMs,
} from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { RecordedShard } from '../shards/with-shard.ts';
import type { ShardWork } from './shard-work.ts';

/** Stops recording a shard whose Redis was set back. Returns whether that is news. */
export async function stopShard({ tx, row }: ShardWork): Promise<boolean> {
  if (row.state === 'set_back') return false;
  await tx
    .updateTable('records.shards')
    .set({ state: 'set_back', changed_at: sql<Date>`now()` })
    .where('shard', '=', row.shard)
    .execute();
  return true;
}

/** Goes on with a shard as before, because the right data are back. Returns its row. */
export async function resumeShard({ tx, row }: ShardWork): Promise<RecordedShard> {
  const isBackfilling = row.backfill_reason !== null && row.backfilled_at === null;
  return await tx
    .updateTable('records.shards')
    .set({
      state: isBackfilling ? 'backfilling' : 'recording',
      changed_at: sql<Date>`now()`,
    })
    .where('shard', '=', row.shard)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Marks this Redis as set back, which stops the sale. Only once the row says so, and whenever it does: then
 * `clearSetBackMark` never removes the mark of another recorder, and none is missing for long.
 */
export async function markSetBack(
  ledger: Ledger,
  { shard, recorded, logEnd }: { shard: number; recorded: string; logEnd: string },
): Promise<void> {
  const atMs = await readTimeMs(ledger, orderLogKey(shard));
  await noteSetBack(ledger.redis, { shard, recorded, logEnd, atMs });
}

/** Lets this Redis sell again if it is marked as set back, but no row says so any more. */
export async function clearSetBackMark(db: Records, ledger: Ledger): Promise<void> {
  if ((await readSetBack(ledger.redis)) === undefined) return;
  const rows = db.selectFrom('records.shards').select('shard').where('state', '=', 'set_back');
  if ((await rows.executeTakeFirst()) === undefined) await clearSetBack(ledger.redis);
}
