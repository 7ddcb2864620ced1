import { ApiError } from '@onsale/contracts';
import { type NewOrder, type Order, type Placement, readOrder } from '@onsale/ledger';
import type { OrderPlacer } from './order-placer.ts';
import { withinDeadline } from './redis-deadline.ts';

/** The order that a request has led to: its own, or the one that its key belongs to. */
export interface PlacedOrder {
  order: NewOrder | Order;
  isReplay: boolean;
}

/** What a placement means for its client. Throws `ApiError` when nothing was ordered. */
export async function placedOrder(
  placer: OrderPlacer,
  { order, placement }: { order: NewOrder; placement: Placement },
): Promise<PlacedOrder> {
  switch (placement.outcome) {
    case 'sold-out': {
      const index = order.lines.findIndex((line) => line.ticketId === placement.ticketId);
      const left =
        placement.remaining === 0 ? 'is sold out' : `has only ${placement.remaining} left`;
      throw new ApiError('SOLD_OUT', `${placement.ticketId} ${left}`, {
        details: [{ path: `items[${index}]`, message: `${placement.ticketId} ${left}` }],
      });
    }
    case 'no-stock':
      throw new ApiError(
        'DATA_LOST',
        'the order books of this shop are not in Redis; nothing was ordered',
        { retryAfterS: 30 },
      );
    case 'key-reused':
      throw new ApiError(
        'IDEMPOTENCY_KEY_REUSED',
        'this Idempotency-Key was used for another order; make a new one for each purchase',
      );
    case 'duplicate':
      return { order: await findOrder(placer, placement.orderId), isReplay: true };
    default:
      return { order, isReplay: false };
  }
}

/** Reads an order. Throws `ApiError`: 404 when there is none, 503 when Redis is away. */
export async function findOrder(placer: OrderPlacer, orderId: string): Promise<Order> {
  const ledger = placer.ledger();
  const order = await withinDeadline(() => readOrder(ledger, orderId));
  if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
  return order;
}
