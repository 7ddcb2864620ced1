import { orderLogKey } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { readTimeMs } from '../redis-time.ts';
import { comparePositions, type ReaderPosition, readReaders } from './log-readers.ts';

/** How far a reader of the order log of one shard is behind. */
export interface ReaderLag extends ReaderPosition {
  /** Entries that it has not read; at least this many when `isMore`. */
  entries: number;
  isMore: boolean;
  /** How long the oldest of them has waited; 0 when it has read everything. */
  ageMs: number;
  /** What they weigh in Redis, roughly. */
  bytes: number;
}

/** The order log of one shard. */
export interface LogStatus {
  shard: number;
  entries: number;
  /** Its memory in Redis, roughly. */
  bytes: number;
  readers: ReaderLag[];
}

/** Entries are counted up to this number: to count them is to read them. */
const MOST_COUNTED = 10_000;
const PAGE = 1000;

/**
 * The order logs of all shards, and their readers. `countUpTo` limits the entries that are counted
 * for each reader that is not the last one; 0 leaves `entries` of these at 0 or 1.
 */
export async function readLogStatus(
  ledger: Ledger,
  { countUpTo = MOST_COUNTED }: { countUpTo?: number } = {},
): Promise<LogStatus[]> {
  return await Promise.all(
    allShardsOf(ledger).map((shard) => readShardLog(ledger, shard, countUpTo)),
  );
}

async function readShardLog(ledger: Ledger, shard: number, countUpTo: number): Promise<LogStatus> {
  const { redis } = ledger;
  const key = orderLogKey(shard);
  const readers = await readReaders(ledger, shard);
  const [entries, bytes, nowMs] = await Promise.all([
    redis.command(key, ['XLEN', key]).then(Number),
    redis.command(key, ['MEMORY', 'USAGE', key]).then(Number),
    readTimeMs(ledger, key),
  ]);
  const last = readers.toSorted((a, b) => comparePositions(a.position, b.position))[0];
  const lags = readers.map(async (reader) => {
    // The log is trimmed to the last one exactly.
    const unread = await readUnread(
      ledger,
      shard,
      reader.position,
      reader === last ? 0 : countUpTo,
    );
    if (reader === last) Object.assign(unread, { entries, isMore: false });
    const ageMs = unread.oldestMs === undefined ? 0 : Math.max(0, nowMs - unread.oldestMs);
    const bytesBehind = entries === 0 ? 0 : Math.round((bytes / entries) * unread.entries);
    return {
      ...reader,
      ...{ entries: unread.entries, isMore: unread.isMore, ageMs, bytes: bytesBehind },
    };
  });
  return { shard, entries, bytes, readers: await Promise.all(lags) };
}

async function readUnread(ledger: Ledger, shard: number, position: string, countUpTo: number) {
  const key = orderLogKey(shard);
  const unread = { entries: 0, isMore: false, oldestMs: undefined as number | undefined };
  let after = position;
  for (;;) {
    const count = Math.max(1, Math.min(PAGE, countUpTo));
    const command = ['XRANGE', key, `(${after}`, '+', 'COUNT', String(count)];
    const page = (await ledger.redis.command(key, command)) as [string, string[]][];
    const [first] = page;
    if (first !== undefined) unread.oldestMs ??= Number.parseInt(first[0]);
    unread.entries += page.length;
    unread.isMore = page.length === count;
    if (page.length < count || unread.entries >= countUpTo) return unread;
    after = page.at(-1)?.[0] ?? after;
  }
}
