import { orderIdOfKey, orderKeyPattern } from './keys.ts';
import { type Ledger, shardsOf } from './ledger.ts';
import { type Order, readOrder } from './order.ts';

/** Orders that are looked at together. */
const PAGE = 500;

/** The keys of all orders of a shard, in pages; a key can be shown twice, as SCAN does. */
export async function* scanOrderKeys(ledger: Ledger, shard: number): AsyncGenerator<string[]> {
  const scan = ['MATCH', orderKeyPattern(shard), 'COUNT', String(PAGE), 'TYPE', 'hash'];
  for (const node of await ledger.redis.nodes()) {
    let cursor = '0';
    do {
      const reply = await node.command(['SCAN', cursor, ...scan]);
      const [next, keys] = reply as [string, string[]];
      yield keys;
      cursor = next;
    } while (cursor !== '0');
  }
}

/**
 * All orders, each once, in pages and in no order. One that is placed meanwhile may be missing; one
 * whose record can't be read goes to `onMalformed` instead.
 */
export async function* scanOrders(
  ledger: Ledger,
  onMalformed: (orderId: string, error: unknown) => void,
): AsyncGenerator<Order[]> {
  for (const shard of shardsOf(ledger)) {
    const seen = new Set<string>();
    for await (const keys of scanOrderKeys(ledger, shard)) {
      const fresh = [...new Set(keys.map(orderIdOfKey))].filter((id) => !seen.has(id));
      for (const id of fresh) seen.add(id);
      const orders = await Promise.all(
        fresh.map(async (id) => {
          try {
            return await readOrder(ledger, id);
          } catch (error) {
            onMalformed(id, error);
            return undefined;
          }
        }),
      );
      yield orders.filter((order) => order !== undefined);
    }
  }
}
