import { clearSetBack, type Ledger, noteSetBack, orderLogKey, readTimeMs } from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { RecordedShard } from '../shards/with-shard.ts';
import type { ShardWork } from './shard-work.ts';

/**
 * Stops recording a shard, and selling on all of this Redis, which was set back. Repeated by every turn, so
 * that the mark in Redis is there as long as the row says so. Returns whether it was news.
 */
export async function stopShard(
  { tx, row }: ShardWork,
  { ledger, logEnd }: { ledger: Ledger; logEnd: string },
): Promise<boolean> {
  const { shard, position: recorded } = row;
  const atMs = await readTimeMs(ledger, orderLogKey(shard));
  await noteSetBack(ledger.redis, { shard, recorded, logEnd, atMs });
  if (row.state === 'set_back') return false;
  await tx
    .updateTable('records.shards')
    .set({ state: 'set_back', changed_at: sql<Date>`now()` })
    .where('shard', '=', shard)
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

/** Lets this Redis sell again, if no shard is set back any more. */
export async function clearSetBackMark(db: Records, ledger: Ledger): Promise<void> {
  const rows = db.selectFrom('records.shards').select('shard').where('state', '=', 'set_back');
  if ((await rows.executeTakeFirst()) === undefined) await clearSetBack(ledger.redis);
}
