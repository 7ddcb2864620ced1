import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type Order, requestCancel } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';
import type { Sale } from '../sale.ts';
import { showOrder } from './show-order.ts';

/** How often and how long a request looks whether a worker, which works at that pace, has done it. */
const LOOK_EVERY_MS = 100;
const LOOKS = 25;

/**
 * `POST /orders/:orderId/cancel`. The gateway may not change stock, so a worker does it: the gateway
 * asks, and answers when the order has changed. `watch` is told of each order.
 */
export function registerCancelOrder(
  scope: HttpServer,
  sale: () => Sale,
  watch: (order: Order) => Order,
): void {
  const { url, schema } = ticketPurchase.cancelOrder;
  withSchemaTypes(scope).post(url, { schema }, async (request, reply) => {
    const { ledger, reader } = sale();
    const { orderId } = request.params;
    let order = watch(await reader.read(orderId));
    if (order.status === 'held') {
      const asked = await withinDeadline(() => requestCancel(ledger, orderId));
      if (asked === 'paying') throw paymentUnderWay();
      for (let looks = 0; order.status === 'held' && looks < LOOKS; looks++) {
        await delay(LOOK_EVERY_MS);
        order = watch(await reader.read(orderId));
      }
    }
    reply.header('cache-control', 'no-store');
    if (order.status === 'cancelled') return showOrder(order);
    if (order.status === 'held') return reply.code(202).send(showOrder(order));
    // Or its deadline passed, or its payment came in, before it could be cancelled.
    throw notHeld(order);
  });
}

function paymentUnderWay(): ApiError {
  return new ApiError(
    'PAYMENT_UNDER_WAY',
    'a payment of this order is under way; it cannot be cancelled until that has ended',
  );
}

function notHeld({ status }: Order): ApiError {
  const is = status === 'pending' ? 'still in line' : status;
  return new ApiError('ORDER_NOT_HELD', `the order is ${is}; only a held order can be cancelled`);
}
