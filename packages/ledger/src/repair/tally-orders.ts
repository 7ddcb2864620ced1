import { ORDER_STATUSES, type OrderStatus } from '@onsale/contracts';
import { unpackItems } from '../orders/items.ts';
import type { Ledger } from '../ledger.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { readOutcome } from '../orders/order-record.ts';
import { bookOf } from '../orders/order-states.ts';
import { scanStoredOrders, type StoredOrder } from './scan-orders.ts';

/** Sums over the orders of a shard. */
export interface OrderTally {
  total: number;
  byStatus: Record<OrderStatus, number>;
  /** The ids of pending orders. */
  pending: string[];
  /**
   * Tickets in orders, by the book they must be in (`unknown`: may be in either) and by ticket
   * type.
   */
  tickets: Record<'held' | 'sold' | 'unknown', Map<string, number>>;
}

/** Reads all orders of a shard, page by page. */
export async function tallyOrders(
  ledger: Ledger,
  shard: number,
  run: {
    /** Receives a sentence for each invalid order. */
    problems: string[];
    /** Called with the number of orders read so far; awaited before the next page. */
    afterPage: (orders: number) => Promise<void>;
  },
): Promise<OrderTally> {
  const tally: OrderTally = {
    total: 0,
    byStatus: countNothing(),
    pending: [],
    tickets: { held: new Map(), sold: new Map(), unknown: new Map() },
  };
  for await (const page of scanStoredOrders(ledger, shard)) {
    for (const stored of page) countOrder(tally, stored, run.problems);
    await run.afterPage(tally.total);
  }
  return tally;
}

/** Zero orders of each status. */
export function countNothing(): Record<OrderStatus, number> {
  return Object.fromEntries(ORDER_STATUSES.map((status) => [status, 0])) as Record<
    OrderStatus,
    number
  >;
}

function countOrder(tally: OrderTally, { id, record }: StoredOrder, problems: string[]): void {
  tally.total += 1;
  try {
    const { status, items } = readOutcome(record);
    tally.byStatus[status] += 1;
    if (status === 'pending') tally.pending.push(id);
    const book = status === 'unknown' ? status : bookOf(status);
    if (book !== undefined) addTickets(tally.tickets[book], items);
  } catch (error) {
    problems.push(`order ${orderHandle(id)} cannot be read: ${(error as Error).message}`);
  }
}

function addTickets(tickets: Map<string, number>, items: string): void {
  for (const { ticketId, qty } of unpackItems(items)) {
    tickets.set(ticketId, (tickets.get(ticketId) ?? 0) + qty);
  }
}
