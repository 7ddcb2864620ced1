import { isOutage } from '@onsale/redis';
import { type Ledger, moveReader, orderLogKey, UnknownReaderError } from '@onsale/ledger';
import { tryWithShard, UnknownShardError } from '../shards/with-shard.ts';
import { backfill } from './backfill.ts';
import { beginBackfill, enterShard, RECORDER } from './begin-backfill.ts';
import { findPlace } from './find-place.ts';
import { recordEvents } from './record-events.ts';
import { recordLog } from './record-log.ts';
import { markSetBack, resumeShard, stopShard } from './set-back-shard.ts';
import type { RecorderParts, ShardWork, Stored } from './shard-work.ts';

// How what happens in Redis gets into PostgreSQL exactly once.
//
// What a turn does with a shard is one transaction of PostgreSQL, which begins with a lock on the row of
// the shard and ends with that row moved: the rows of the orders, the changes, the jobs for delivery and the
// position are stored together or not at all. Of two recorders, the second finds the row locked and goes on
// to the next shard. Whatever is killed, the next turn begins where the row says.
//
// Redis is read inside the lock. So what a turn stores is never older than what the turn before it has
// stored, whoever took that.
//
// Only after the commit is Redis told, by moving the reader, that the log up to there may be removed. If that
// does not happen, the reader is behind the row, and the log has more than is needed. It may be read again,
// even from its first entry: a change is inserted once, by its entry, and what must happen once for each
// change happens for those that were inserted.
//
// So the row is at the reader's position, or at an entry of the log after it. Anything else means that one
// of the two was restored from a backup, or that somebody has removed the reader: find-place.ts.

/** What a turn has come to. */
export type ShardTurn =
  /** Somebody else has the shard at present, or it is one of another data set than what is recorded. */
  | { did: 'nothing' }
  /** Redis was set back: nothing is recorded until an admin has decided, or the right data are back. */
  | { did: 'stop'; position: string; logEnd: string; isNews: boolean }
  /** First, everything is recorded from the buckets. `position` is that of the row before. */
  | { did: 'begin-backfill'; reason: 'new' | 'gap'; position: string }
  | ({ did: 'backfill' } & Stored)
  | ({ did: 'record'; position: string } & Stored);

/**
 * Takes one turn with a shard: as much as one transaction should hold. Throws when Redis or PostgreSQL is
 * away, and `NewerLogEntryError` or `NewerOrderError` when only a newer version can go on; then nothing
 * was stored.
 */
export async function recordShard(parts: RecorderParts, shard: number): Promise<ShardTurn> {
  const { db, ledger } = parts;
  try {
    const turn = await tryWithShard(db, shard, async (tx, row) => {
      const work = { ...parts, tx, row, ledger: onOneConnection(parts, shard) };
      return await takeTurn(work, ledger);
    });
    if (turn === 'locked') return { did: 'nothing' };
    if (turn.did === 'record') await tellRedis(parts, shard, turn.position);
    if (turn.did === 'stop') await markSetBack(ledger, { shard, recorded: turn.position, ...turn });
    return turn;
  } catch (error) {
    if (!(error instanceof UnknownShardError)) throw error;
    const isEntered = await enterShard(db, ledger, shard);
    return isEntered
      ? { did: 'begin-backfill', reason: 'new', position: '0-0' }
      : { did: 'nothing' };
  }
}

async function takeTurn(work: ShardWork, whole: Ledger): Promise<ShardTurn> {
  const { position } = work.row;
  const place = await findPlace(work, whole);
  if (place.is === 'set-back') {
    return { did: 'stop', position, logEnd: place.logEnd, isNews: await stopShard(work) };
  }
  if (place.is === 'gap') {
    await beginBackfill({ ...work, ledger: whole }, 'gap');
    return { did: 'begin-backfill', reason: 'gap', position };
  }
  const row = work.row.state === 'set_back' ? await resumeShard(work) : work.row;
  await recordEvents({ ...work, row });
  if (row.state === 'backfilling')
    return { did: 'backfill', ...(await backfill({ ...work, row })) };
  return { did: 'record', ...(await recordLog({ ...work, row })) };
}

// A Redis that is replaced breaks the connection and with it the turn, so that all it has read is of one.
function onOneConnection({ ledger }: RecorderParts, shard: number): ShardWork['ledger'] {
  const session = ledger.redis.session(orderLogKey(shard));
  return { ...ledger, redis: { ...session, nodes: () => ledger.redis.nodes() } };
}

// What is wrong here, the next turn finds out: its first look is where the reader is.
async function tellRedis({ ledger }: RecorderParts, shard: number, position: string) {
  try {
    await moveReader(ledger, shard, { reader: RECORDER, position });
  } catch (error) {
    const isForNextTurn = error instanceof UnknownReaderError || error instanceof RangeError;
    if (!isForNextTurn && !isOutage(error)) throw error;
  }
}
