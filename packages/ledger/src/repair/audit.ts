import { setTimeout as delay } from 'node:timers/promises';
import { ORDER_STATUSES, type OrderStatus } from '@onsale/contracts';
import { checkStock } from '../stock/check-stock.ts';
import { deadLetterKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';
import { type OrderCounts, readCounts } from '../orders/read-counts.ts';
import { readStock, type Stock } from '../stock/read-stock.ts';
import { readQueuedOrders } from '../orders/order-stream.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { isPending } from '../orders/order-record.ts';
import { readOrderRecord } from '../orders/order.ts';
import { findStranded } from './stranded-entries.ts';
import { countNothing, type OrderTally, tallyOrders } from './tally-orders.ts';

// The audit does not trust the counters: it reads every order and adds up what was sold. It may run
// during a sale. Reading the orders then takes a while, so the books are read before and after, and
// the sums over the orders must lie in between. If nothing is sold meanwhile, both are equal and
// the audit is exact.

/** The books of one ticket type, and what the orders add up to. */
export interface TicketAudit extends Stock {
  ticketId: string;
  /** Tickets in confirmed orders, counted from the orders themselves. */
  soldInOrders: number;
}

/** The result of an audit. All is well when `problems` is empty. */
export interface AuditReport {
  tickets: TicketAudit[];
  /** The number of orders, in total and by status. */
  orders: { total: number } & Record<OrderStatus, number>;
  /** Entries in the order streams: orders waiting or being settled. */
  backlog: number;
  deadLetters: number;
  /** Whether nothing changed during the audit, so that every number is exact. */
  exact: boolean;
  /** A sentence for each violation, naming the ticket or the handle of the order. */
  problems: string[];
}

export interface AuditOptions {
  /** Called after each page with the number of orders read so far. */
  onProgress?: (orders: number) => void;
  /** Aborts the audit, which then rejects. */
  signal?: AbortSignal;
  /**
   * Pause between pages, to leave time for other users of Redis and of this process. Default: none.
   */
  pauseMs?: number;
}

/** Verifies from the data that nothing is oversold, lost or doubled. Slow: reads all orders. */
export async function audit(ledger: Ledger, options: AuditOptions = {}): Promise<AuditReport> {
  const report: AuditReport = {
    tickets: [],
    orders: { total: 0, ...countNothing() },
    backlog: 0,
    deadLetters: 0,
    exact: true,
    problems: [],
  };
  for (const shard of shardsOf(ledger)) await auditShard(ledger, shard, { report, ...options });
  return report;
}

interface ShardAudit extends AuditOptions {
  report: AuditReport;
}

async function auditShard(ledger: Ledger, shard: number, run: ShardAudit): Promise<void> {
  const { report } = run;
  const before = await readBooks(ledger, shard);
  // The report already includes the previous shards.
  const ordersBefore = report.orders.total;
  const tally = await tallyOrders(ledger, shard, {
    problems: report.problems,
    afterPage: async (orders) => {
      run.onProgress?.(ordersBefore + orders);
      await rest(run);
    },
  });
  const queued = await readQueuedOrders(ledger, shard, () => rest(run));
  const after = await readBooks(ledger, shard);

  checkTickets(report, { before: before.stock, after: after.stock, tally });
  checkCounts(report, { before: before.counts, after: after.counts, tally });
  await checkPendingOrders(ledger, { report, tally, queued });
  for (const { id, orderId } of await findStranded(ledger, shard)) {
    const order = orderId === '' ? '(none)' : orderHandle(orderId);
    report.problems.push(`entry ${id} of order ${order} was delivered, but no worker has it`);
  }
  if (
    JSON.stringify([...before.stock, before.counts]) !==
    JSON.stringify([...after.stock, after.counts])
  ) {
    report.exact = false;
  }
  report.orders.total += tally.total;
  for (const status of ORDER_STATUSES) report.orders[status] += tally.byStatus[status];
  report.backlog += queued.size;
  const dead = deadLetterKey(shard);
  report.deadLetters += Number(await ledger.redis.command(dead, ['XLEN', dead]));
}

async function rest({ signal, pauseMs }: ShardAudit): Promise<void> {
  signal?.throwIfAborted();
  if (pauseMs !== undefined) await delay(pauseMs);
}

async function readBooks(ledger: Ledger, shard: number) {
  return { stock: await readStock(ledger, shard), counts: await readCounts(ledger, shard) };
}

function checkTickets(
  report: AuditReport,
  books: { before: Map<string, Stock>; after: Map<string, Stock>; tally: OrderTally },
): void {
  const { tickets } = books.tally;
  for (const [ticketId, stock] of books.after) {
    const inOrders = (book: keyof OrderTally['tickets']) => tickets[book].get(ticketId) ?? 0;
    report.tickets.push({ ticketId, ...stock, soldInOrders: inOrders('sold') });
    report.problems.push(...checkStock(ticketId, stock));
    for (const book of ['sold', 'held'] as const) {
      const found = inOrders(book);
      const before = books.before.get(ticketId)?.[book] ?? 0;
      if (isBetween(found, [before, stock[book]], inOrders('unknown'))) continue;
      const kind = book === 'sold' ? 'confirmed' : book;
      report.problems.push(
        `ticket ${ticketId}: ${kind} orders hold ${found}, but the books say ${stock[book]} ${book}`,
      );
    }
  }
  for (const book of ['sold', 'held'] as const) {
    for (const [ticketId, count] of tickets[book]) {
      if (books.after.has(ticketId)) continue;
      report.problems.push(`ticket ${ticketId}: ${count} ${book}, but it has no books`);
    }
  }
}

function checkCounts(
  report: AuditReport,
  books: { before: OrderCounts; after: OrderCounts; tally: OrderTally },
): void {
  const { total, byStatus } = books.tally;
  const { pending, confirmed, rejected } = byStatus;
  // Orders in unknown states may have been counted before a newer version changed them.
  const others = total - pending - confirmed - rejected;
  for (const [count, found, slack] of [
    ['placed', total, 0],
    ['confirmed', confirmed, others],
    ['rejected', rejected, others],
  ] as const) {
    if (isBetween(found, [books.before[count], books.after[count]], slack)) continue;
    report.problems.push(
      `${found} orders were ${count}, but the counter says ${books.after[count]}`,
    );
  }
}

// The shard is sold from while it is read, so an order may be seen before or after its change. A
// count can also fall, because replaying a dead letter makes its order pending again. `slack` is
// how many may be counted without having been found.
function isBetween(found: number, counts: readonly [number, number], slack: number): boolean {
  return found + slack >= Math.min(...counts) && found <= Math.max(...counts);
}

async function checkPendingOrders(
  ledger: Ledger,
  check: { report: AuditReport; tally: OrderTally; queued: Set<string> },
): Promise<void> {
  for (const orderId of check.tally.pending) {
    if (check.queued.has(orderId)) continue;
    // Not in the stream: either settled since it was read, or lost.
    if (isPending((await readOrderRecord(ledger, orderId)) ?? '')) {
      check.report.problems.push(
        `order ${orderHandle(orderId)} is pending, but no stream entry points to it`,
      );
    }
  }
}
