import type { Order, OrderPayment } from '@onsale/api-client';

const OPEN: ReadonlySet<Order['status']> = new Set(['pending', 'held', 'unknown']);

/** Whether something may still happen to an order by itself. */
export function isOpen(order: Order | undefined): boolean {
  return order !== undefined && OPEN.has(order.status);
}

const GONE: ReadonlySet<Order['status']> = new Set(['rejected', 'expired', 'cancelled']);

/** Whether it has ended without tickets, so that its buyer may want to try again. */
export function isGone(order: Order): boolean {
  return GONE.has(order.status);
}

/**
 * Whether the same tickets may well be had now, in another order: not while this one may still become
 * theirs, nor after its money came too late for them.
 */
export function canOrderAgain(
  { status, reason }: Pick<Order, 'status' | 'reason'>,
  payment: Pick<OrderPayment, 'state' | 'refunds'> | undefined,
): boolean {
  if (payment?.state === 'checking') return false;
  if (payment?.refunds.some((refund) => refund.reason === 'late') === true) return false;
  if (status === 'rejected') return reason === 'failed' || reason === 'held_by_others';
  return status === 'expired' || status === 'cancelled';
}
