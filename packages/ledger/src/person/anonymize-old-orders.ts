import { allShardsOf, type Ledger } from '../ledger.ts';
import { hasNames } from '../orders/order-extras.ts';
import { parseOrderId } from '../orders/order-id.ts';
import { unpackOrder } from '../orders/order-record.ts';
import { isOutcome } from '../orders/order-states.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import { ANONYMIZED, wordsOfOrder } from './anonymize-record.ts';
import { anonymizeStoredOrder } from './anonymize-stored-order.ts';

/**
 * Removes name, e-mail address, payment method, names on tickets and answers to questions from all
 * orders that were placed before a given time, have an outcome, and wait for no money; the books stay as
 * they are. Yields the number done so far after each page. Safe during a sale and safe to repeat.
 */
export async function* anonymizeOldOrders(
  ledger: Ledger,
  placedBeforeMs: number,
): AsyncGenerator<number> {
  let done = 0;
  for (const shard of allShardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard, { toMs: placedBeforeMs })) {
      const due = page.filter((stored) => {
        const placed = parseOrderId(stored.id, ledger.shards);
        return placed !== undefined && placed.createdAtMs < placedBeforeMs && hasPerson(stored);
      });
      const results = await Promise.all(
        due.map(({ id, record }) =>
          anonymizeStoredOrder(ledger, { shard, orderId: id }, wordsOfOrder(record)),
        ),
      );
      done += results.filter((result) => result === 'done').length;
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
