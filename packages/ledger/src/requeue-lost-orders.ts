import { orderIdOfKey, orderKey, orderStreamKey } from './keys.ts';
import { type Ledger, shardsOf } from './ledger.ts';
import { readQueuedOrders } from './order-stream.ts';
import { scanOrderKeys } from './scan-orders.ts';
import { loadScript, runScript } from './script.ts';

const requeueScript = loadScript('requeue-order');

/**
 * Finds orders that are pending although no entry of the stream leads to them, and puts each back in
 * line; yields their ids. That happens only when somebody has removed entries by hand. Safe during a
 * sale and safe to repeat: an order that is in line twice is settled once.
 */
export async function* requeueLostOrders(ledger: Ledger): AsyncGenerator<string> {
  for (const shard of shardsOf(ledger)) {
    const pending: string[] = [];
    for await (const keys of scanOrderKeys(ledger, shard)) {
      const statuses = await Promise.all(
        keys.map((key) => ledger.redis.command(key, ['HGET', key, 'status'])),
      );
      pending.push(...keys.filter((_, i) => statuses[i] === 'pending').map(orderIdOfKey));
    }
    // Read after the orders: what was placed meanwhile is in neither list.
    const queued = await readQueuedOrders(ledger, shard);
    for (const orderId of pending) {
      if (queued.has(orderId)) continue;
      const requeued = await runScript(ledger.redis, requeueScript, {
        keys: [orderStreamKey(shard), orderKey(shard, orderId)],
        args: [orderId],
      });
      if (requeued === 1) yield orderId;
    }
  }
}
