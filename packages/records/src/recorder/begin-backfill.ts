import {
  type Ledger,
  readReaders,
  type ReaderPosition,
  registerReader,
  UnknownReaderError,
} from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { readShards } from '../shards/read-shards.ts';
import type { RecordedShard, RecordsTransaction } from '../shards/with-shard.ts';
import { readRejected } from './read-rejected.ts';

/** The name of the recorder among the readers of the order log. */
export const RECORDER = 'recorder';

/**
 * Makes the row of a shard that is not recorded yet, to be recorded from its buckets first. The reader is
 * registered before: what changes from then on is in the log, what has changed before is in the buckets, and
 * nothing is in neither. Returns false when somebody else was faster, or when other shards are recorded of
 * another data set.
 */
export async function enterShard(db: Records, ledger: Ledger, shard: number): Promise<boolean> {
  const rows = await readShards(db);
  if (rows.some(({ data_id: dataId }) => dataId !== ledger.dataId)) return false;
  const { position, sinceMs } = await registerIn(ledger, shard);
  const rejected = await readRejected(ledger, shard, position);
  const { numInsertedOrUpdatedRows: entered } = await db
    .insertInto('records.shards')
    .values({
      ...{ shard, data_id: ledger.dataId, position, counted_to: position, since_ms: sinceMs },
      ...{ changes_since_ms: loggedFromMs(position, sinceMs), rejected },
      ...{ state: 'backfilling', backfill_reason: 'new' },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return entered === 1n;
}

/**
 * Lets a shard be recorded from its buckets once more, and then from the log after the reader's present
 * position: because something of the log is gone (`gap`), or on purpose (`rebuild`). Call it under the
 * lock of the shard; what was recorded stays. How many orders were rejected in all is known exactly; by
 * event and minute, those of the gap are added, as far as they are still there.
 */
export async function beginBackfill(
  { tx, row, ledger }: { tx: RecordsTransaction; row: RecordedShard; ledger: Ledger },
  reason: 'gap' | 'rebuild',
): Promise<void> {
  const { position, sinceMs } = await registerIn(ledger, row.shard);
  const rejected = await readRejected(ledger, row.shard, position);
  await tx
    .updateTable('records.shards')
    .set({
      ...{ data_id: ledger.dataId, position, counted_to: position, since_ms: sinceMs },
      ...(reason === 'gap' ? { changes_since_ms: loggedFromMs(position, sinceMs) } : {}),
      ...{ rejected, state: 'backfilling', backfill_reason: reason },
      ...{
        event_change: 0,
        backfilled_to: null,
        backfilled_at: null,
        changed_at: sql<Date>`now()`,
      },
    })
    .where('shard', '=', row.shard)
    .execute();
}

/** From when on the log, after this position, has everything (Unix, in ms). */
export function loggedFromMs(position: string, sinceMs: number): number {
  return Math.max(sinceMs, Number.parseInt(position));
}

/** Where the recorder is in the order log, as Redis knows it; undefined when it is not registered. */
export async function readRecorder(
  ledger: Pick<Ledger, 'redis' | 'shards' | 'dataId'>,
  shard: number,
): Promise<ReaderPosition | undefined> {
  return (await readReaders(ledger, shard)).find(({ reader }) => reader === RECORDER);
}

// It keeps its position where it is registered already.
async function registerIn(ledger: Ledger, shard: number): Promise<ReaderPosition> {
  await registerReader(ledger, RECORDER);
  const reader = await readRecorder(ledger, shard);
  // Removed at this moment: the next turn registers it again.
  if (reader === undefined) throw new UnknownReaderError(RECORDER);
  return reader;
}
