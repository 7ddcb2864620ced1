import { unpackItems } from '../orders/items.ts';
import type { Ledger } from '../ledger.ts';
import { readOutcome } from '../orders/order-record.ts';
import { scanStoredOrders, type StoredOrder } from './scan-orders.ts';

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
  for await (const page of scanStoredOrders(ledger, shard)) {
    for (const stored of page) countOrder(tally, stored, run.problems);
    await run.afterPage(tally.total);
  }
  return tally;
}

function countOrder(tally: OrderTally, { id, record }: StoredOrder, problems: string[]): void {
  tally.total += 1;
  try {
    const { status, items } = readOutcome(record);
    if (status === 'pending') tally.pending.push(id);
    else if (status === 'rejected') tally.rejected += 1;
    else {
      tally.confirmed += 1;
      for (const { ticketId, qty } of unpackItems(items)) {
        tally.sold.set(ticketId, (tally.sold.get(ticketId) ?? 0) + qty);
      }
    }
  } catch (error) {
    problems.push(`order ${id} cannot be read: ${(error as Error).message}`);
  }
}
