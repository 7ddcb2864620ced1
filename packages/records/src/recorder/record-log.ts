import {
  comparePositions,
  type LoggedChange,
  type LogPage,
  ORDER_STATES,
  readLog,
  readRecords,
} from '@onsale/ledger';
import { sql } from 'kysely';
import { NewerOrderError } from '../orders/order-rows.ts';
import { countRejections, type Rejection } from './count-rejections.ts';
import { leaveJobs } from './leave-jobs.ts';
import { requireReplicas, type ShardWork, type Stored } from './shard-work.ts';
import { storeChanges } from './store-changes.ts';
import { storeRead } from './store-read.ts';

/** Entries and changes of one turn: some 10 ms of PostgreSQL, and at most a few MB of records. */
const MOST_ENTRIES = 500;
const MOST_CHANGES = 1000;

/** Records what the order log has after the row's position, and moves it there. */
export async function recordLog(work: ShardWork): Promise<Stored & { position: string }> {
  const { tx, row, ledger, jobs } = work;
  const { shard } = row;
  const page = await readLog(ledger, shard, { after: row.position, count: MOST_ENTRIES });
  const changes = firstOf(page);
  const isMore = changes.length < page.changes.length || page.entries === MOST_ENTRIES;
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
      changed_at: sql<Date>`now()`,
    })
    .where('shard', '=', shard)
    .execute();
  return { position, isMore, orders: stored.size, changes: added.length, unreadable };
}

// Whole entries: as many as one turn takes, and none after one that only a newer version knows.
function firstOf({ changes }: LogPage): LoggedChange[] {
  const first: LoggedChange[] = [];
  for (const entry of Map.groupBy(changes, ({ entryId }) => entryId).values()) {
    const unknown = entry.find(({ status }) => status === 'unknown');
    if (unknown !== undefined && first.length === 0) throw new NewerOrderError(unknown.orderId);
    const isTooMuch = first.length > 0 && first.length + entry.length > MOST_CHANGES;
    if (unknown !== undefined || isTooMuch) break;
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

// A dead letter that was replayed, or an order that was put back into a Redis that had rejected it.
function isReopened({ from, status }: LoggedChange): boolean {
  return ORDER_STATES[from]?.status === 'rejected' && status !== 'rejected';
}
