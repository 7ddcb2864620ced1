import { setTimeout as delay } from 'node:timers/promises';
import { ORDER_STATUSES, type OrderStatus } from '@onsale/contracts';
import { deadLetterKey, REHEARSAL_SHARD } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { isPending } from '../orders/order-record.ts';
import { readQueuedOrders } from '../orders/order-stream.ts';
import { readOrderRecord } from '../orders/order.ts';
import type { Stock } from '../stock/read-stock.ts';
import {
  checkBooksOfShard,
  checkCodes,
  checkCounts,
  checkLimits,
  type Problems,
  type ShardReading,
} from './check-books.ts';
import { checkIndexes } from './check-indexes.ts';
import { checkLog } from './check-log.ts';
import { checkPayments } from './check-payments.ts';
import { readShardBooks } from './shard-books.ts';
import { findStranded } from './stranded-entries.ts';
import { countNothing, tallyOrders } from './tally-orders.ts';

// The audit does not trust the counters: it reads every order and adds up what was sold. It may run
// during a sale, in which reading the orders takes a while. So it compares with the moment at which it
// began: an order that has not changed since then, by the time in its state, is counted exactly; one
// that has changed was in one of the states that lead to its present one, and leaves its tickets open.
// If nothing is sold meanwhile, every number is exact. Whatever is found is looked for once more before
// it is told: what was only a coincidence, or a jump of a clock, is not found twice.

/** The books of one ticket type, and what the orders add up to. */
export interface TicketAudit extends Stock {
  ticketId: string;
  /** Tickets that were sold, counted from the orders themselves and the sums of archived ones. */
  soldInOrders: number;
  /** Whether it belongs to a rehearsal. */
  rehearsal: boolean;
}

/** The result of an audit. All is well when `problems` is empty. */
export interface AuditReport {
  tickets: TicketAudit[];
  /** The books of pools that ticket types share; `poolId` is the `poolName`. */
  pools: (Stock & { poolId: string })[];
  /** The number of orders in Redis, in total and by status. */
  orders: { total: number } & Record<OrderStatus, number>;
  /** Orders that have left Redis, of which only sums are known. */
  archivedOrders: number;
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

/**
 * Verifies from the data that nothing is oversold, lost or doubled, rehearsals included. Slow: reads
 * all orders, and those of a shard with problems twice.
 */
export async function audit(ledger: Ledger, options: AuditOptions = {}): Promise<AuditReport> {
  const report: AuditReport = {
    tickets: [],
    pools: [],
    orders: { total: 0, ...countNothing() },
    archivedOrders: 0,
    backlog: 0,
    deadLetters: 0,
    exact: true,
    problems: [],
  };
  for (const shard of allShardsOf(ledger)) await auditShard(ledger, shard, { report, ...options });
  return report;
}

interface ShardAudit extends AuditOptions {
  report: AuditReport;
}

async function auditShard(ledger: Ledger, shard: number, run: ShardAudit): Promise<void> {
  const { report } = run;
  let pass = await readShard(ledger, shard, run);
  const first = pass.problems;
  if (first.size > 0) pass = await readShard(ledger, shard, run);
  report.problems.push(
    ...Array.from(pass.problems).flatMap(([name, text]) => (first.has(name) ? [text] : [])),
  );
  const { before, after, tally } = pass;
  for (const [ticketId, stock] of after.stock) {
    const archived = after.archive.sold.get(ticketId) ?? 0;
    const soldInOrders = (tally.tickets.sold.get(ticketId) ?? 0) + archived;
    report.tickets.push({ ticketId, ...stock, soldInOrders, rehearsal: shard === REHEARSAL_SHARD });
  }
  for (const [poolId, stock] of after.pools) report.pools.push({ poolId, ...stock });
  const numbers = ({ stock, pools, counts }: typeof before) => [...stock, ...pools, ...counts];
  if (JSON.stringify(numbers(before)) !== JSON.stringify(numbers(after))) report.exact = false;
  report.orders.total += tally.total;
  for (const status of ORDER_STATUSES) report.orders[status] += tally.byStatus[status];
  report.archivedOrders += after.archive.orders.values().reduce((sum, count) => sum + count, 0);
  report.backlog += pass.backlog;
  const dead = deadLetterKey(shard);
  report.deadLetters += Number(await ledger.redis.command(dead, ['XLEN', dead]));
}

interface Pass extends ShardReading {
  problems: Problems;
  /** Entries in the order stream. */
  backlog: number;
}

async function readShard(ledger: Ledger, shard: number, run: ShardAudit): Promise<Pass> {
  const problems: Problems = new Map();
  // The report already includes the previous shards.
  const ordersBefore = run.report.orders.total;
  const afterPage = () => rest(run);
  const before = await readShardBooks(ledger, shard);
  const tally = await tallyOrders(ledger, shard, {
    began: before.moment,
    problems,
    afterPage: async (orders) => {
      run.onProgress?.(ordersBefore + orders);
      await rest(run);
    },
  });
  const queued = await readQueuedOrders(ledger, shard, afterPage);
  const after = await readShardBooks(ledger, shard);
  const reading = { before, after, tally };
  checkBooksOfShard(reading, problems);
  checkCounts(reading, problems);
  checkLimits(reading, problems);
  checkCodes(reading, problems);
  await checkPendingOrders(ledger, { pending: tally.pending, queued, problems });
  await checkIndexes(ledger, shard, { tally, problems, afterPage });
  await checkLog(ledger, shard, { problems, afterPage });
  await checkPayments(ledger, shard, { problems, afterPage });
  for (const { id, orderId } of await findStranded(ledger, shard)) {
    const order = orderId === '' ? '(none)' : orderHandle(orderId);
    problems.set(
      `stranded ${id}`,
      `entry ${id} of order ${order} was delivered, but no worker has it`,
    );
  }
  return { ...reading, problems, backlog: queued.size };
}

async function rest({ signal, pauseMs }: ShardAudit): Promise<void> {
  signal?.throwIfAborted();
  if (pauseMs !== undefined) await delay(pauseMs);
}

async function checkPendingOrders(
  ledger: Ledger,
  check: { pending: readonly string[]; queued: Set<string>; problems: Problems },
): Promise<void> {
  for (const orderId of check.pending) {
    if (check.queued.has(orderId)) continue;
    // Not in the stream: either settled since it was read, or lost.
    if (isPending((await readOrderRecord(ledger, orderId)) ?? '')) {
      check.problems.set(
        `pending ${orderId}`,
        `order ${orderHandle(orderId)} is pending, but no stream entry points to it`,
      );
    }
  }
}
