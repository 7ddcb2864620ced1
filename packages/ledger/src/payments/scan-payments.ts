import type { Ledger } from '../ledger.ts';
import { tryReadBooked } from '../orders/booked-order.ts';
import { type Period, readBuckets } from '../orders/read-buckets.ts';
import { scanStoredOrders } from '../orders/scan-orders.ts';
import { inPairs } from '../read-fields.ts';
import { paymentsBeside } from './payments-of-orders.ts';

/** Buckets looked at together. */
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
  period: Period = {},
): AsyncGenerator<StoredPayment[]> {
  const read = async (buckets: readonly string[]) => {
    const keys = buckets.map((bucket) => paymentsBeside(shard, bucket));
    return (await Promise.all(keys.map((key) => readAll(ledger, key)))).flat();
  };
  let buckets: string[] = [];
  for await (const bucket of readBuckets(ledger, shard, period)) {
    buckets.push(bucket);
    if (buckets.length < PAGE) continue;
    yield await read(buckets);
    buckets = [];
  }
  if (buckets.length > 0) yield await read(buckets);
}

/**
 * The ids of the orders of a period that concern money: those with a payment, and those that were paid as
 * far as the order knows. Some come twice.
 */
export async function* scanPaidOrders(
  ledger: Ledger,
  shard: number,
  period: Period,
): AsyncGenerator<string[]> {
  for await (const page of scanPayments(ledger, shard, period)) {
    yield page.map(({ orderId }) => orderId);
  }
  for await (const page of scanStoredOrders(ledger, shard, period)) {
    const paid = page.filter(({ record }) => tryReadBooked(record)?.hadMoney === true);
    yield paid.map(({ id }) => id);
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
