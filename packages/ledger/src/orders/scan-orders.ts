import { type Ledger, shardsOf } from '../ledger.ts';
import { inPairs } from '../read-fields.ts';
import { type Period, readBuckets } from './read-buckets.ts';
import { type Order, toOrder } from './order.ts';

/** Buckets and orders read at a time, which keeps Redis busy for well below a millisecond. */
const PAGE = 500;

/** A stored order: its id, record and bucket. */
export interface StoredOrder {
  id: string;
  record: string;
  bucket: string;
}

/**
 * All orders of a shard, each once, in pages: oldest second first, unordered within a second.
 * Orders placed meanwhile may be missing. With a period, those placed in it, to about a second. Ends before the first bucket that is not `while`.
 */
export async function* scanStoredOrders(
  ledger: Ledger,
  shard: number,
  range: Period & { while?: (bucket: string) => boolean } = {},
): AsyncGenerator<StoredOrder[]> {
  for await (const bucket of readBuckets(ledger, shard, range)) {
    if (range.while?.(bucket) === false) return;
    // HSCAN may return an order twice while its hash grows.
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const command = ['HSCAN', bucket, cursor, 'COUNT', String(PAGE)];
      const reply = await ledger.redis.command(bucket, command);
      const [next, pairs] = reply as [string, string[]];
      const orders = inPairs(pairs).map(([id, record]) => ({ id, record, bucket }));
      yield orders.filter(({ id }) => !seen.has(id) && seen.add(id));
      cursor = next;
    } while (cursor !== '0');
  }
}

/**
 * All orders, each once, in pages and in no particular order. Orders placed meanwhile may be
 * missing; those with an unreadable record go to `onMalformed` instead.
 */
export async function* scanOrders(
  ledger: Ledger,
  onMalformed: (orderId: string, error: unknown) => void,
): AsyncGenerator<Order[]> {
  for (const shard of shardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard)) {
      const orders: Order[] = [];
      for (const { id, record } of page) {
        try {
          orders.push(toOrder(ledger, id, record));
        } catch (error) {
          onMalformed(id, error);
        }
      }
      yield orders;
    }
  }
}
