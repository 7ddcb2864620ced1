import { orderStreamKey } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { isPending } from '../orders/order-record.ts';
import { readQueuedOrders } from '../orders/order-stream.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import { loadScript, runScript } from '@onsale/redis';

const requeueScript = loadScript(new URL('./requeue-order.lua', import.meta.url));

/**
 * Finds pending orders without an entry in the stream and queues them again; yields their ids. That
 * happens only when entries were removed by hand. Safe during a sale and safe to repeat: an order
 * that is queued twice is settled once.
 */
export async function* requeueLostOrders(ledger: Ledger): AsyncGenerator<string> {
  for (const shard of allShardsOf(ledger)) {
    const pending: StoredOrder[] = [];
    for await (const page of scanStoredOrders(ledger, shard)) {
      pending.push(...page.filter(({ record }) => isPending(record)));
    }
    // Read after the orders, so that orders placed meanwhile are not mistaken for lost ones.
    const queued = await readQueuedOrders(ledger, shard);
    for (const { id, bucket } of pending) {
      if (queued.has(id)) continue;
      const requeued = await runScript(ledger.redis, requeueScript, {
        keys: [orderStreamKey(shard), bucket],
        args: [id],
      });
      if (requeued === 1) yield id;
    }
  }
}
