import { IdSet } from './id-set.ts';
import { unpackItems } from './items.ts';
import { orderIdOfKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { MAX_OUTCOMES, readOutcomes } from './read-outcomes.ts';
import { scanOrderKeys } from './scan-orders.ts';

/** What the orders of a shard add up to. */
export interface OrderTally {
  total: number;
  confirmed: number;
  rejected: number;
  /** The ids of those that wait. */
  pending: string[];
  /** Tickets in confirmed orders, by their types. */
  sold: Map<string, number>;
}

/** Reads all orders of a shard, page by page. */
export async function tallyOrders(
  ledger: Ledger,
  shard: number,
  run: {
    /** Takes a sentence for each order that makes no sense. */
    problems: string[];
    /** Called with the orders read so far; awaited before the next page. */
    afterPage: (orders: number) => Promise<void>;
  },
): Promise<OrderTally> {
  const tally: OrderTally = { total: 0, confirmed: 0, rejected: 0, pending: [], sold: new Map() };
  // SCAN may show a key twice; an order must count once.
  const seen = new IdSet();
  for await (const keys of scanOrderKeys(ledger, shard)) {
    const fresh = keys.filter((key) => seen.add(orderIdOfKey(key)));
    for (let i = 0; i < fresh.length; i += MAX_OUTCOMES) {
      const some = fresh.slice(i, i + MAX_OUTCOMES);
      const outcomes = await readOutcomes(ledger, some);
      for (const [j, key] of some.entries()) {
        countOrder(tally, orderIdOfKey(key), outcomes[j] ?? [null, null], run.problems);
      }
      await run.afterPage(tally.total);
    }
  }
  return tally;
}

function countOrder(
  tally: OrderTally,
  orderId: string,
  [status, items]: [status: string | null, items: string | null],
  problems: string[],
): void {
  tally.total += 1;
  if (status === 'pending') tally.pending.push(orderId);
  else if (status === 'rejected') tally.rejected += 1;
  else if (status === 'confirmed') {
    tally.confirmed += 1;
    try {
      for (const line of unpackItems(items ?? '')) {
        tally.sold.set(line.ticketId, (tally.sold.get(line.ticketId) ?? 0) + line.qty);
      }
    } catch {
      problems.push(`order ${orderId} is confirmed, but its items cannot be read`);
    }
  } else problems.push(`order ${orderId} has the unknown status ${String(status)}`);
}
