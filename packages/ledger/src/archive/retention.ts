import type { OrderStatus } from '@onsale/contracts';
import { parseOrderId } from '../orders/order-id.ts';
import { orderSecond, secondOf } from '../keys.ts';
import { isOutcome } from '../orders/order-states.ts';
import type { BookedOrder } from '../orders/booked-order.ts';

/** How long orders stay in Redis. */
export interface Retention {
  /** Those that got no tickets and no money: from their outcome on. */
  refusedMs: number;
  /** All others: from the end of their event on. */
  soldMs: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Why an order stays; `due` when nothing keeps it. */
export type Keeping = 'due' | 'open' | 'recent' | 'no-event' | 'newer';

/**
 * Whether an order got no tickets and no money, so that nothing but its number must be remembered. One
 * that failed is not refused: its dead letter may still be replayed, whenever somebody gets to it.
 */
export function isRefused({ status, reason, hadMoney, booked }: BookedOrder): boolean {
  return REFUSED.has(status) && reason !== 'failed' && !hadMoney && booked.size === 0;
}

const REFUSED: ReadonlySet<OrderStatus> = new Set(['rejected', 'expired', 'cancelled']);

/** Why an order that was refused stays. `nowMs` is Redis' clock. */
export function keepRefused(order: BookedOrder, now: { nowMs: number; keep: Retention }): Keeping {
  return (order.changedAtMs ?? now.nowMs) + now.keep.refusedMs <= now.nowMs ? 'due' : 'recent';
}

/** Why any other order stays. `eventEndMs` is undefined when there is no such event. */
export function keepSold(
  order: BookedOrder,
  now: { nowMs: number; keep: Retention; eventEndMs: number | undefined },
): Keeping {
  if (order.status === 'unknown') return 'newer';
  if (!isOutcome(order.status)) return 'open';
  if (now.eventEndMs === undefined) return 'no-event';
  // A change after the event, such as a refund, is kept as long.
  const fromMs = Math.max(now.eventEndMs, order.changedAtMs ?? now.nowMs);
  return fromMs + now.keep.soldMs <= now.nowMs ? 'due' : 'recent';
}

/** The start of the second of which a bucket has the orders: Unix time in ms. */
export function bucketTimeMs(bucket: string): number {
  const id = orderSecond(secondOf(bucket)).padEnd(28, '0');
  return parseOrderId(id, 1)?.createdAtMs ?? 0;
}
