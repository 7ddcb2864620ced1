import { type AuditReport, isOutcome, openLedger, readOrder } from '@onsale/ledger';
import type { Sale } from './crowd.ts';
import type { System } from './system.ts';

/** What went wrong in a sale; all zero and empty when the promises were kept. */
export interface SaleCheck {
  /** Orders that were answered 201. */
  orders: number;
  /** Those missing or without an outcome. */
  lost: number;
  /** Orders that no buyer knows of, or that two purchases share. */
  doubled: number;
  /** Tickets sold beyond the capacity. */
  oversold: number;
  confirmed: number;
  rejected: number;
  /** What the audit found. */
  problems: readonly string[];
}

/**
 * Waits until everything is settled, then compares every order a buyer was promised with Redis, and
 * runs the audit.
 */
export async function checkSale(system: System, ...sales: Sale[]): Promise<SaleCheck> {
  const report: AuditReport = await system.auditWhenSettled();
  const ids = sales.flatMap((sale) => [...sale.orders.values()]);
  const ledger = await openLedger(system.connection, system.shards);
  const orders = await Promise.all(ids.map((id) => readOrder(ledger, id)));
  const lost = orders.filter((order) => order === undefined || !isOutcome(order.status)).length;
  const shared = ids.length - new Set(ids).size;
  const unknown = Math.max(0, report.orders.total - new Set(ids).size);
  return {
    orders: ids.length,
    lost,
    doubled: shared + unknown,
    oversold: report.tickets.reduce(
      (sum, { soldInOrders, capacity }) => sum + Math.max(0, soldInOrders - capacity),
      0,
    ),
    confirmed: report.orders.confirmed,
    rejected: report.orders.rejected,
    problems: report.problems,
  };
}
