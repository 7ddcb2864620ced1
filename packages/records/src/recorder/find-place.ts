import {
  comparePositions,
  hasLogEntry,
  holdsSameData,
  type Ledger,
  type ReaderPosition,
  readLogEnd,
  readReaders,
  readRecords,
  tryReadBooked,
} from '@onsale/ledger';
import { RECORDER } from './begin-backfill.ts';
import type { ShardWork } from './shard-work.ts';

// The row of a shard and the reader in Redis are moved one after the other, and each of the two databases
// may come back from a backup of its own. What a turn finds then, with R the row's position, P that of the
// reader, and least the least position of all readers, up to which the log is trimmed:
//
//   the reader registered when the row says, and
//     R = P                        all is well
//     R > P, the log has R         all is well: somebody was killed between the commit and moving the reader
//     R > P, the log lacks R       Redis is older than what is recorded: it was SET BACK. Its log may go
//                                  beyond R again, because an id is a moment and it has sold since; but
//                                  not have R itself
//     R < P, R >= least            another reader has kept the log: it is read again
//     R < P, R < least             PostgreSQL is older, and what it lacks is gone from the log: a GAP
//   another data set               SET BACK as well: nobody but an admin can tell
//   the reader is not registered, or since another moment
//                                  somebody has removed it, which leaves a GAP; or Redis is of a time
//                                  before it was registered, and so SET BACK. The orders can tell

/** How the row of a shard and Redis go together. */
export type Place = { is: 'in-log' } | { is: 'gap' } | { is: 'set-back'; logEnd: string };

/** Orders that are looked at to tell a gap from a Redis that was set back: the last ones recorded. */
const WITNESSES = 200;

/** Finds how the row and Redis go together. `whole` reaches all of Redis, not only the shard's node. */
export async function findPlace(work: ShardWork, whole: Ledger): Promise<Place> {
  const { ledger, row } = work;
  const { shard, position } = row;
  const setBack = async () => {
    return { is: 'set-back', logEnd: await readLogEnd(ledger, shard) } as const;
  };
  // That the process was not made for: nothing is to be written there, nor read.
  if (!(await holdsSameData(whole))) throw new Error('Redis holds another data set than before');
  if (row.data_id !== ledger.dataId) return await setBack();
  const readers = await readReaders(ledger, shard);
  const recorder = readers.find(({ reader }) => reader === RECORDER);
  if (recorder === undefined || recorder.sinceMs !== row.since_ms) {
    return (await lacksRecordedOrders(work)) ? await setBack() : { is: 'gap' };
  }
  const ahead = comparePositions(position, recorder.position);
  if (ahead > 0 && !(await hasLogEntry(ledger, shard, position))) return await setBack();
  if (ahead < 0 && comparePositions(position, leastOf(readers)) < 0) return { is: 'gap' };
  return { is: 'in-log' };
}

function leastOf(readers: readonly ReaderPosition[]): string {
  const positions = readers.map(({ position }) => position);
  return positions.reduce((a, b) => (comparePositions(a, b) < 0 ? a : b));
}

// Whether Redis lacks an order that was recorded, or has it as it was earlier. One that got nothing may have
// been retired while nobody read the log.
async function lacksRecordedOrders({ tx, ledger, row: { shard } }: ShardWork): Promise<boolean> {
  const recorded = await tx
    .selectFrom('records.orders')
    .select(['order_id', 'status', 'changed_at'])
    .where('shard', '=', shard)
    .where('archived_at', 'is', null)
    .where('given_up_at', 'is', null)
    .orderBy('changed_at', 'desc')
    .limit(WITNESSES)
    .execute();
  const ids = recorded.map(({ order_id: id }) => id);
  const stored = await readRecords(ledger, shard, ids);
  return recorded.some(({ order_id: id, status, changed_at: changedAt }) => {
    const record = stored.get(id)?.record;
    if (record === undefined) return status !== 'expired' && status !== 'cancelled';
    const changedAtMs = tryReadBooked(record)?.changedAtMs ?? 0;
    return changedAtMs < changedAt.getTime();
  });
}
