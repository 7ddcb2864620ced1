import { allShardsOf, type Ledger } from '../ledger.ts';
import { hasNames } from './order-extras.ts';
import { parseOrderId } from './order-id.ts';
import { unpackOrder, withoutPerson } from './order-record.ts';
import { isOutcome } from './order-states.ts';
import { scanStoredOrders, type StoredOrder } from './scan-orders.ts';
import { loadScript, runScript } from '@onsale/redis';

/** Replaces name, e-mail address and payment method, and the names on tickets. */
export const ANONYMIZED = '(removed)';

const replaceScript = loadScript(new URL('./replace-record.lua', import.meta.url));

/**
 * Removes name, e-mail address, payment method, names on tickets and answers to questions from all
 * orders that were placed before a given time and have an outcome; the books stay as they are. Yields
 * the number done so far after each page. Safe during a sale and safe to repeat.
 */
export async function* anonymizeOrders(
  ledger: Ledger,
  placedBeforeMs: number,
): AsyncGenerator<number> {
  let done = 0;
  for (const shard of allShardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard)) {
      const due = page.filter((stored) => {
        const placed = parseOrderId(stored.id, ledger.shards);
        return placed !== undefined && placed.createdAtMs < placedBeforeMs && hasPerson(stored);
      });
      const replies = await Promise.all(
        due.map(async ({ id, record, bucket }) => {
          const args = [id, record, withoutPerson(record, ANONYMIZED)];
          return await runScript(ledger.redis, replaceScript, { keys: [bucket], args });
        }),
      );
      done += replies.filter((reply) => reply === 1).length;
      yield done;
    }
  }
}

// Unreadable orders are left to the audit, which reports them.
function hasPerson({ record }: StoredOrder): boolean {
  try {
    const { status, customer, extras = {} } = unpackOrder(record);
    if (!isOutcome(status)) return false;
    return customer.email !== ANONYMIZED || hasNames(extras, ANONYMIZED);
  } catch {
    return false;
  }
}
