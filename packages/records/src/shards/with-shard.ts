import { type Selectable, sql, type Transaction } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { RecordsTables, ShardsTable } from '../schema/tables.ts';

/** A transaction in the database of the office side. */
export type RecordsTransaction = Transaction<RecordsTables>;

/** The row of a shard: how far it is recorded. */
export type RecordedShard = Selectable<ShardsTable>;

/** A shard that nobody has begun to record. */
export class UnknownShardError extends Error {
  constructor(shard: number) {
    super(`shard ${shard} is not recorded yet`);
    this.name = 'UnknownShardError';
  }
}

type Work<T> = (tx: RecordsTransaction, row: RecordedShard) => Promise<T>;

/**
 * Does something with the records of a shard while nobody else does: in one transaction that has locked
 * the row of the shard, for which it waits. Who needs several shards takes them one after the other. Throws
 * `UnknownShardError`.
 */
export async function withShard<T>(db: Records, shard: number, work: Work<T>): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    const row = await rowOf(tx, shard).forUpdate().executeTakeFirst();
    if (row === undefined) throw new UnknownShardError(shard);
    return await work(tx, row);
  });
}

/** Whoever has locked a shard and is silent for so long has died with its machine, or hangs. */
const SILENT_AT_MOST = '30s';
/** Rows that somebody else has locked, such as those of a person, hold up one shard for so long, and no other. */
const WAITS_AT_MOST = '2s';

/**
 * The same, but does nothing and returns `'locked'` when somebody else has it. The transaction ends by
 * itself when `work` does nothing in PostgreSQL for half a minute, so that somebody else can go on, and when it
 * waits for a lock for two seconds.
 */
export async function tryWithShard<T>(
  db: Records,
  shard: number,
  work: Work<T>,
): Promise<T | 'locked'> {
  return await db.transaction().execute(async (tx) => {
    await sql`
      select set_config('idle_in_transaction_session_timeout', ${SILENT_AT_MOST}, true),
        set_config('lock_timeout', ${WAITS_AT_MOST}, true)`.execute(tx);
    const row = await rowOf(tx, shard).forUpdate().skipLocked().executeTakeFirst();
    if (row !== undefined) return await work(tx, row);
    const known = await rowOf(tx, shard).executeTakeFirst();
    if (known === undefined) throw new UnknownShardError(shard);
    return 'locked';
  });
}

function rowOf(tx: RecordsTransaction, shard: number) {
  return tx.selectFrom('records.shards').selectAll().where('shard', '=', shard);
}
