import {
  comparePositions,
  type LoggedChange,
  type LogPage,
  NewerLogEntryError,
  ORDER_STATES,
  readLog,
  readRecords,
  tryReadBooked,
} from '@onsale/ledger';
import { sql } from 'kysely';
import { NewerOrderError } from '../orders/order-rows.ts';
import { countRejections, type Rejection } from './count-rejections.ts';
import { leaveJobs } from './leave-jobs.ts';
import { requireReplicas, type ShardWork, type Stored } from './shard-work.ts';
import { storeChanges } from './store-changes.ts';
import { storeRead } from './store-read.ts';

/** Changes of one turn, and one entry more: about 100 ms of PostgreSQL. */
const MOST_CHANGES = 1000;
/** Entries read at a time. In a rush, one has as many changes as a worker settles together. */
const PAGE = 50;
/** Pages of one turn, when each entry has one change. */
const MOST_PAGES = 20;

/** Records what the order log has after the row's position, and moves it there. */
export async function recordLog(work: ShardWork): Promise<Stored & { position: string }> {
  const { tx, row, ledger, jobs } = work;
  const { shard } = row;
  const { changes, isMore } = await readChanges(work);
  const position = changes.at(-1)?.entryId ?? row.position;
  if (changes.length === 0) {
    return { ...{ position, isMore, orders: 0, changes: 0 }, unreadable: [] };
  }
  const stored = await readRecords(ledger, shard, new Set(changes.map(({ orderId }) => orderId)));
  await requireReplicas(work);
  const unreadable = await storeRead(tx, shard, stored);
  const added = await storeChanges(tx, shard, changes);
  await leaveJobs({ tx, jobs, shard }, added);
  const uncounted = changes.filter(({ entryId }) => comparePositions(entryId, row.counted_to) > 0);
  const rejections = uncounted.flatMap((change) => toRejection(change, stored) ?? []);
  await countRejections(tx, rejections);
  const reopened = uncounted.filter(isReopened).length;
  await tx
    .updateTable('records.shards')
    .set({
      position,
      counted_to: comparePositions(position, row.counted_to) > 0 ? position : row.counted_to,
      rejected: sql`rejected + ${rejections.length - reopened}::bigint`,
      rejected_until_ms: Math.max(row.rejected_until_ms, ...rejections.map(momentOf)),
      changed_at: sql<Date>`now()`,
    })
    .where('shard', '=', shard)
    .execute();
  return { position, isMore, orders: stored.size, changes: added.length, unreadable };
}

// Whole entries: as many as one turn takes, and none after one that only a newer version knows.
async function readChanges({ ledger, row }: ShardWork) {
  const read: LoggedChange[] = [];
  let after = row.position;
  let isEnd = false;
  for (let pages = 0; pages < MOST_PAGES && read.length < MOST_CHANGES && !isEnd; pages++) {
    const page = await readPage(ledger, row.shard, { after, isFirst: pages === 0 });
    read.push(...page.changes);
    after = page.position;
    isEnd = page.entries < PAGE;
  }
  const changes = firstOf(read);
  return { changes, isMore: !isEnd || changes.length < read.length };
}

async function readPage(
  ledger: ShardWork['ledger'],
  shard: number,
  { after, isFirst }: { after: string; isFirst: boolean },
): Promise<LogPage> {
  try {
    return await readLog(ledger, shard, { after, count: PAGE });
  } catch (error) {
    // What was read before is recorded first.
    if (isFirst || !(error instanceof NewerLogEntryError)) throw error;
    return { changes: [], position: after, entries: 0 };
  }
}

function firstOf(changes: readonly LoggedChange[]): LoggedChange[] {
  const first: LoggedChange[] = [];
  for (const entry of Map.groupBy(changes, ({ entryId }) => entryId).values()) {
    const unknown = entry.find(({ status }) => status === 'unknown');
    if (unknown !== undefined && first.length === 0) throw new NewerOrderError(unknown.orderId);
    if (unknown !== undefined || first.length >= MOST_CHANGES) break;
    first.push(...entry);
  }
  return first;
}

function toRejection(
  { orderId, to, status, atMs }: LoggedChange,
  stored: Awaited<ReturnType<typeof readRecords>>,
): Rejection | undefined {
  if (status !== 'rejected') return undefined;
  return { reason: ORDER_STATES[to]?.reason ?? to, atMs, record: stored.get(orderId)?.record };
}

// By its record, while it is rejected: the moment of its entry differs by a little.
function momentOf({ record = '', atMs }: Rejection): number {
  const { status, stateAtMs = atMs } = tryReadBooked(record) ?? {};
  return status === 'rejected' ? stateAtMs : atMs;
}

// A dead letter that was replayed, or an order that was put back into a Redis that had rejected it.
function isReopened({ from, status }: LoggedChange): boolean {
  return ORDER_STATES[from]?.status === 'rejected' && status !== 'rejected';
}
