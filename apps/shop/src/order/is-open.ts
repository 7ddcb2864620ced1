import type { Order } from '@onsale/api-client';

const OPEN: ReadonlySet<Order['status']> = new Set(['pending', 'held', 'unknown']);

/** Whether something may still happen to an order by itself. */
export function isOpen(order: Order | undefined): boolean {
  return order !== undefined && OPEN.has(order.status);
}
