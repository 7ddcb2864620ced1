import { loadScript, runScript } from '@onsale/redis';
import {
  archivedPaymentsKey,
  logReadersKey,
  orderBucketKey,
  orderSecond,
  paymentsDueKey,
  paymentsKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readLogEnd } from '../log/read-log.ts';
import type { StoredOrder } from '../orders/scan-orders.ts';
import { readIndexed, STAYS_MS } from '../payments/archived-payment.ts';
import { isOpenPayment } from '../payments/payment.ts';
import { tryUnpackPayment, type WithPayment } from '../payments/payments-of-orders.ts';
import { inPairs } from '../read-fields.ts';
import type { ArchiveRun } from './archive-orders.ts';
import { waitForReaders } from './remove-orders.ts';

const archiveScript = loadScript(new URL('./archive-payment.lua', import.meta.url));

/** Payments read and taken out at a time. */
const PAGE = 500;

/** What became of the payments of a shard that had come back. */
export interface PaymentArchival {
  /** Taken out again, or due to be in a run that only counts. */
  archived: number;
  /** Those that stay, by reason. */
  kept: Map<'money' | 'recent' | 'unreadable' | 'unrecorded' | 'behind', number>;
  /** A reader of the order log that is behind. */
  behind: string | undefined;
}

/** A payment that came back without its order. */
export interface BackPayment {
  orderId: string;
  /** What the index has of it. */
  indexed: string;
  /** Its record; undefined when it is missing. */
  payment: string | undefined;
}

/**
 * Takes out the payments of orders that had left Redis, whose money has moved since: when it has come to
 * rest, and is recorded exactly so. Safe to repeat and to interrupt at any point.
 */
export async function archivePayments(
  ledger: Ledger,
  shard: number,
  { nowMs, run }: { nowMs: number; run: ArchiveRun },
): Promise<PaymentArchival> {
  const archival: PaymentArchival = { archived: 0, kept: new Map(), behind: undefined };
  const keep = (why: Parameters<PaymentArchival['kept']['get']>[0], count: number) => {
    if (count > 0) archival.kept.set(why, (archival.kept.get(why) ?? 0) + count);
  };
  for await (const page of scanBackPayments(ledger, shard)) {
    run.signal?.throwIfAborted();
    const reasons = page.map((each) => whyStays(each, nowMs));
    for (const why of reasons) if (why !== undefined) keep(why, 1);
    const due = page.filter((_, i) => reasons[i] === undefined);
    if (due.length === 0) continue;
    const logEnd = await readLogEnd(ledger, shard);
    archival.behind ??= await waitForReaders(ledger, shard, { ...run, logEnd });
    if (archival.behind !== undefined) {
      keep('behind', due.length);
      continue;
    }
    const orders = await readRecorded(due, run);
    keep('unrecorded', due.length - orders.length);
    if (run.isDryRun === true) archival.archived += orders.length;
    if (run.isDryRun === true || orders.length === 0) continue;
    await run.store(
      shard,
      orders.map(({ stored }) => stored),
    );
    for (const { back } of orders) {
      const isDone = await takeOut(ledger, shard, { back, logEnd });
      if (isDone) archival.archived += 1;
      else keep('recent', 1);
    }
  }
  return archival;
}

/** The payments of a shard that have come back, in pages. */
export async function* scanBackPayments(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
): AsyncGenerator<BackPayment[]> {
  const key = archivedPaymentsKey(shard);
  const { redis } = ledger;
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const command = ['HSCAN', key, cursor, 'COUNT', String(PAGE)];
    const [next, pairs] = (await redis.command(key, command)) as [string, string[]];
    // HSCAN may return a field twice while its hash grows.
    const fresh = inPairs(pairs).filter(([id]) => !seen.has(id) && seen.add(id));
    yield await Promise.all(
      fresh.map(async ([orderId, indexed]) => {
        const payments = paymentsKey(shard, orderSecond(orderId));
        const payment = await redis.command(payments, ['HGET', payments, orderId]);
        return { orderId, indexed, payment: payment === null ? undefined : String(payment) };
      }),
    );
    cursor = next;
  } while (cursor !== '0');
}

// Undefined when nothing keeps it.
function whyStays({ indexed, payment: record = '' }: BackPayment, nowMs: number) {
  const payment = tryUnpackPayment(record);
  if (payment === undefined) return 'unreadable';
  if (isOpenPayment(payment)) return 'money';
  return readIndexed(indexed).backAtMs + STAYS_MS > nowMs ? 'recent' : undefined;
}

// Those that are recorded as they are here; the orders are as they were recorded when they left.
async function readRecorded(
  due: readonly BackPayment[],
  { records }: ArchiveRun,
): Promise<{ back: BackPayment; stored: StoredOrder & WithPayment }[]> {
  const ids = due.map(({ orderId }) => orderId);
  const recorded = new Map((await records?.read(ids))?.map((order) => [order.orderId, order]));
  return due.flatMap((back) => {
    const { orderId: id, payment } = back;
    const order = recorded.get(id);
    if (order === undefined || payment === undefined || order.payment !== payment) return [];
    const bucket = orderBucketKey(order.shard, orderSecond(id));
    return [{ back, stored: { id, record: order.record, bucket, payment } }];
  });
}

async function takeOut(
  ledger: Ledger,
  shard: number,
  { back, logEnd }: { back: BackPayment; logEnd: string },
): Promise<boolean> {
  const { orderId, indexed, payment = '' } = back;
  const reply = await runScript(ledger.redis, archiveScript, {
    keys: [
      ...([archivedPaymentsKey(shard), paymentsKey(shard, orderSecond(orderId))] as const),
      ...[paymentsDueKey(shard), logReadersKey(shard)],
    ],
    args: [logEnd, orderId, indexed, payment],
  });
  return reply === 'archived';
}
