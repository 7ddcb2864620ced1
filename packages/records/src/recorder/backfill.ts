import {
  bucketTimeMs,
  readLog,
  scanBackPayments,
  scanStoredOrders,
  type StoredOrder,
  type StoredRecords,
  tryReadBooked,
  withPayments,
} from '@onsale/ledger';
import { sql } from 'kysely';
import { loggedFromMs } from './begin-backfill.ts';
import { countRejections, type Rejection } from './count-rejections.ts';
import { requireReplicas, type ShardWork, type Stored } from './shard-work.ts';
import { storeRead } from './store-read.ts';

/** Orders of one turn, as far as they don't share a second. */
const MOST_ORDERS = 1000;
/** The length of the second of a bucket. */
const SECOND_MS = 1024;
/** An order's time is that of a gateway's clock, which differs by a few seconds at most. */
const CLOCK_SLACK_MS = 60_000;
/** More than a call takes that settles orders. */
const SETTLED_MS = 1000;

/**
 * Records the next buckets of a shard, whole ones, and notes the last of them; after the last of all, the
 * shard goes on with its log. Buckets of orders that were placed after the reader had come need no
 * backfill: all that became of them is in the log. Payments of orders that have left Redis are in no bucket, and
 * are recorded at the end.
 */
export async function backfill(work: ShardWork): Promise<Stored> {
  const { tx, row } = work;
  const untilMs = loggedFromMs(row.position, row.since_ms);
  const { orders, last } = await readBucketsAfter(work, untilMs + CLOCK_SLACK_MS);
  const isDone = last === undefined;
  const back = isDone ? await readBackPayments(work) : [];
  await requireReplicas(work);
  const stored = new Map([
    ...orders.map((order) => [order.id, toRecords(order)] as const),
    ...back,
  ]);
  const unreadable = await storeRead(tx, row.shard, stored);
  await countRejections(tx, await findRejections(work, { orders, untilMs }));
  await tx
    .updateTable('records.shards')
    .set({
      changed_at: sql<Date>`now()`,
      ...(isDone
        ? { state: 'recording', rejected_until_ms: untilMs, backfilled_at: sql<Date>`now()` }
        : { backfilled_to: last }),
    })
    .where('shard', '=', row.shard)
    .execute();
  return { orders: orders.length, changes: 0, unreadable, isMore: true };
}

type Read = Awaited<ReturnType<typeof withPayments>>[number];

// `last` is undefined when there are no more.
async function readBucketsAfter(
  { ledger, row }: ShardWork,
  toMs: number,
): Promise<{ orders: Read[]; last: string | undefined }> {
  const orders: Read[] = [];
  const after = row.backfilled_to;
  const fromMs = after === null ? 0 : bucketTimeMs(after) + SECOND_MS;
  let last: string | undefined;
  for await (const page of scanStoredOrders(ledger, row.shard, { fromMs, toMs })) {
    const bucket = page[0]?.bucket ?? last;
    if (bucket !== last && orders.length >= MOST_ORDERS) break;
    orders.push(...(await withPayments(ledger, row.shard, page)));
    last = bucket;
  }
  return { orders, last };
}

async function readBackPayments({
  ledger,
  row,
}: ShardWork): Promise<(readonly [string, StoredRecords])[]> {
  const pages = await Array.fromAsync(scanBackPayments(ledger, row.shard));
  return pages
    .flat()
    .map(({ orderId, payment }) => [orderId, { record: undefined, payment }] as const);
}

function toRecords({ record, payment }: StoredOrder & { payment?: string }): StoredRecords {
  return { record, payment };
}

// Those that were not counted when they were logged, nor will be. Who was rejected about when the log begins
// is looked for in it: the moments of an order and of its entry differ by a little.
async function findRejections(
  { ledger, row }: ShardWork,
  { orders, untilMs }: { orders: readonly StoredOrder[]; untilMs: number },
): Promise<Rejection[]> {
  const rejected = orders.flatMap(({ id, record }) => {
    const { status, reason = '', stateAtMs: atMs } = tryReadBooked(record) ?? {};
    if (status !== 'rejected' || atMs === undefined) return [];
    return atMs > row.rejected_until_ms && atMs <= untilMs + SETTLED_MS
      ? [{ id, reason, atMs, record }]
      : [];
  });
  const isDoubtful = rejected.some(({ atMs }) => atMs > untilMs - SETTLED_MS);
  const inLog = isDoubtful ? await readIds({ ledger, row }, untilMs + SETTLED_MS) : new Set();
  return rejected.filter(({ id }) => !inLog.has(id));
}

// The orders of the log up to a moment.
async function readIds(
  { ledger, row }: Pick<ShardWork, 'ledger' | 'row'>,
  toMs: number,
): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let after = row.position; ;) {
    const page = await readLog(ledger, row.shard, { after });
    for (const { orderId } of page.changes) ids.add(orderId);
    if (page.entries === 0 || Number.parseInt(page.position) > toMs) return ids;
    after = page.position;
  }
}
