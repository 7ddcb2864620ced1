import { orderIdOfKey } from './keys.ts';
import { type Ledger, shardsOf } from './ledger.ts';
import { parseOrderId } from './order-id.ts';
import { scanOrderKeys } from './scan-orders.ts';
import { loadScript, runScript } from './script.ts';

/** What stands in an order instead of name, e-mail address and payment method. */
export const ANONYMIZED = '(removed)';

const anonymizeScript = loadScript('anonymize-order');

/**
 * Takes name, e-mail address and payment method out of all settled orders that were placed before a
 * moment; the books stay as they are. Yields after each page how many it has done so far. Safe
 * during a sale and safe to repeat.
 */
export async function* anonymizeOrders(
  ledger: Ledger,
  placedBeforeMs: number,
): AsyncGenerator<number> {
  let done = 0;
  for (const shard of shardsOf(ledger)) {
    for await (const keys of scanOrderKeys(ledger, shard)) {
      const old = keys.filter((key) => {
        const order = parseOrderId(orderIdOfKey(key), ledger.shards);
        return order !== undefined && order.createdAtMs < placedBeforeMs;
      });
      const replies = await Promise.all(
        old.map((key) =>
          runScript(ledger.redis, anonymizeScript, { keys: [key], args: [ANONYMIZED] }),
        ),
      );
      done += replies.filter((reply) => reply === 1).length;
      yield done;
    }
  }
}
