import { setTimeout as delay } from 'node:timers/promises';
import { checkStock } from '../stock/check-stock.ts';
import { deadLetterKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';
import { type OrderCounts, readCounts } from '../orders/read-counts.ts';
import { readStock, type Stock } from '../stock/read-stock.ts';
import { readQueuedOrders } from '../orders/order-stream.ts';
import { isPending } from '../orders/order-record.ts';
import { readOrderRecord } from '../orders/order.ts';
import { type OrderTally, tallyOrders } from './tally-orders.ts';

// The audit does not trust the counters: it reads every order and adds up what was sold. It may run
// beside a sale. Then the orders are read over some time, so the books are read before and after,
// and what the orders add up to must lie between; when nothing is sold meanwhile, the two are
// equal and the audit is exact.

/** The books of one ticket type, and what the orders say. */
export interface TicketAudit extends Stock {
  ticketId: string;
  /** Tickets in confirmed orders, counted from the orders themselves. */
  soldInOrders: number;
}

/** What an audit has found; the promises hold when `problems` is empty. */
export interface AuditReport {
  tickets: TicketAudit[];
  orders: { total: number; pending: number; confirmed: number; rejected: number };
  /** Entries in the order streams: orders that wait or are in work. */
  backlog: number;
  deadLetters: number;
  /** Whether nothing changed while the audit ran, so that every number is exact. */
  exact: boolean;
  /** One sentence for each broken promise, with the ticket or order. */
  problems: string[];
}

export interface AuditOptions {
  /** Called after each page, with the orders read so far. */
  onProgress?: (orders: number) => void;
  /** Ends the audit: it rejects. */
  signal?: AbortSignal;
  /** Between two pages, so that others get their turn at Redis and in this process. Default: none. */
  pauseMs?: number;
}

/** Proves from the data that nothing is oversold, lost or doubled. Reads all orders; long. */
export async function audit(ledger: Ledger, options: AuditOptions = {}): Promise<AuditReport> {
  const report: AuditReport = {
    tickets: [],
    orders: { total: 0, pending: 0, confirmed: 0, rejected: 0 },
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
  // The shards before this one are in the report already.
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
  if (
    JSON.stringify([...before.stock, before.counts]) !==
    JSON.stringify([...after.stock, after.counts])
  ) {
    report.exact = false;
  }
  report.orders.total += tally.total;
  report.orders.pending += tally.pending.length;
  report.orders.confirmed += tally.confirmed;
  report.orders.rejected += tally.rejected;
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
  for (const [ticketId, stock] of books.after) {
    const soldInOrders = books.tally.sold.get(ticketId) ?? 0;
    report.tickets.push({ ticketId, ...stock, soldInOrders });
    report.problems.push(...checkStock(ticketId, stock));
    const { sold } = stock;
    const soldBefore = books.before.get(ticketId)?.sold ?? 0;
    if (soldInOrders < soldBefore || soldInOrders > sold) {
      report.problems.push(
        `ticket ${ticketId}: confirmed orders hold ${soldInOrders}, the books say ${sold} sold`,
      );
    }
  }
  for (const [ticketId, soldInOrders] of books.tally.sold) {
    if (!books.after.has(ticketId)) {
      report.problems.push(`ticket ${ticketId}: ${soldInOrders} sold, but it has no books`);
    }
  }
}

function checkCounts(
  report: AuditReport,
  books: { before: OrderCounts; after: OrderCounts; tally: OrderTally },
): void {
  const { before, after, tally } = books;
  const found = { placed: tally.total, confirmed: tally.confirmed, rejected: tally.rejected };
  for (const count of ['placed', 'confirmed', 'rejected'] as const) {
    // A shard that is sold into while it is read: an order can be seen before or after its change.
    // A count can also fall: a dead letter that is replayed makes its order pending again.
    const [least, most] = [before[count], after[count]].toSorted((a, b) => a - b);
    if (found[count] < (least ?? 0) || found[count] > (most ?? 0)) {
      report.problems.push(
        `${found[count]} orders were ${count}, the counter says ${after[count]}`,
      );
    }
  }
}

async function checkPendingOrders(
  ledger: Ledger,
  check: { report: AuditReport; tally: OrderTally; queued: Set<string> },
): Promise<void> {
  for (const orderId of check.tally.pending) {
    if (check.queued.has(orderId)) continue;
    // Settled since it was read, or lost.
    if (isPending((await readOrderRecord(ledger, orderId)) ?? '')) {
      check.report.problems.push(
        `order ${orderId} is pending, but nothing in the stream leads to it`,
      );
    }
  }
}
