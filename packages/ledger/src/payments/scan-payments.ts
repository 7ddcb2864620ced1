import { bucketIndexKey, orderBucketKey, orderSecond } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { newOrderId } from '../orders/order-id.ts';
import { inPairs } from '../read-fields.ts';
import { paymentsBeside } from './payments-of-orders.ts';

/** Buckets looked at together, and payments read at a time. */
const PAGE = 100;

/** The payment of an order, as it is stored. */
export interface StoredPayment {
  orderId: string;
  record: string;
}

/**
 * The payments of all orders of a shard that were placed in a period, each once, in pages: found by the
 * index of buckets, so that none is missed. Those begun meanwhile may be missing.
 */
export async function* scanPayments(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  { fromMs = 0, toMs = Infinity }: { fromMs?: number; toMs?: number } = {},
): AsyncGenerator<StoredPayment[]> {
  for await (const buckets of readBuckets(ledger, shard, { fromMs, toMs })) {
    const pages = await Promise.all(
      buckets.map((bucket) => readAll(ledger, paymentsBeside(shard, bucket))),
    );
    yield pages.flat();
  }
}

async function* readBuckets(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<string[]> {
  const key = bucketIndexKey(shard);
  const bucketAt = (timeMs: number) =>
    orderBucketKey(shard, orderSecond(newOrderId(shard, timeMs)));
  let from = `[${bucketAt(Math.max(0, fromMs))}`;
  const to = toMs === Infinity ? '+' : `[${bucketAt(toMs)}`;
  for (;;) {
    const range = ['ZRANGE', key, from, to, 'BYLEX', 'LIMIT', '0', String(PAGE)];
    const buckets = (await ledger.redis.command(key, range)) as string[];
    if (buckets.length > 0) yield buckets;
    if (buckets.length < PAGE) return;
    from = `(${buckets.at(-1) ?? ''}`;
  }
}

// A second has a few thousand orders at the most.
async function readAll(ledger: Pick<Ledger, 'redis'>, key: string): Promise<StoredPayment[]> {
  const payments: StoredPayment[] = [];
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const command = ['HSCAN', key, cursor, 'COUNT', '500'];
    const [next, pairs] = (await ledger.redis.command(key, command)) as [string, string[]];
    for (const [orderId, record] of inPairs(pairs)) {
      // HSCAN may return a field twice while its hash grows.
      if (!seen.has(orderId)) payments.push({ orderId, record });
      seen.add(orderId);
    }
    cursor = next;
  } while (cursor !== '0');
  return payments;
}
