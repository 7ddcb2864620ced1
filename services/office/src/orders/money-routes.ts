import { ApiError, type OrderDetail, ordersOperations } from '@onsale/contracts';
import { cancelOrder } from '@onsale/ledger';
import { orderSubject } from '@onsale/records';
import { type HttpServer, PaymentsClient } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { route } from '../access/route.ts';
import { withIdempotency } from '../access/with-idempotency.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findOrder, type FoundOrder } from './find-order.ts';
import { isByProvider, isFree } from './order-money.ts';
import { notChangeable } from './preconditions.ts';
import { refundOrder } from './refund-order.ts';
import { showDetail } from './show-detail.ts';

interface Asked {
  actor: Actor;
  params: { orderId: string };
  headers: FastifyRequest['headers'];
  request: FastifyRequest;
  reply: FastifyReply;
}

/** The routes that cancel and refund orders, and note that they were paid. */
export function registerMoneyRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, ledger, config } = parts;
  const payments = clientOf(config);

  const move = async (
    asked: Asked,
    { action, after }: { action: string; after: (found: FoundOrder) => object },
    make: (found: FoundOrder, purpose: string) => Promise<void>,
  ): Promise<OrderDetail> => {
    const { actor, params, reply } = asked;
    const right = 'orders.refund';
    // What is kept of the answer names nobody.
    const { orderId } = await withIdempotency(records, asked, async (purpose) => {
      const found = await findOrder(parts, params.orderId, { actor, right });
      const { id, eventId, status } = found.order;
      const about = { action, eventId, subject: orderSubject(id) };
      const change = { ...about, before: { status }, after: after(found) };
      await logChange(records, asked, change, async () => {
        await make(found, purpose);
        return { result: undefined };
      });
      return { body: { orderId: id } };
    });
    const now = await findOrder(parts, orderId, { actor, right });
    reply.header('etag', `"${now.version}"`);
    return await showDetail(parts, now);
  };

  route(scope, parts, ordersOperations.cancelOrder, async (asked) => {
    const { restock = true, reason } = asked.body;
    const step = { action: 'cancelOrder', after: () => ({ restock, reason }) };
    return await move(asked, step, async (found, cause) => {
      await cancel(found, { cause, restock });
    });
  });

  const cancel = async (
    found: FoundOrder,
    { cause, restock }: { cause: string; restock: boolean },
  ): Promise<void> => {
    const { order, isLive } = found;
    if (!isLive) throw notChangeable('the order is archived');
    if (order.status === 'confirmed' && !isFree(found)) {
      throw notChangeable('the order was paid, so it is refunded instead');
    }
    const result = await cancelOrder(ledger(), order.id, { cause, restock });
    if (result === 'done' || result === 'already') return;
    if (typeof result === 'object' && result.refused === 'held') {
      throw new ApiError('PAYMENT_UNDER_WAY', 'a payment of this order is under way');
    }
    const state = typeof result === 'object' ? result.refused : 'in no state to be cancelled';
    throw notChangeable(`the order is ${state}`);
  };

  route(scope, parts, ordersOperations.refundOrder, async (asked) => {
    const request = asked.body;
    const after = ({ payment }: FoundOrder) => ({
      ...request,
      byHand: !isByProvider(payment),
    });
    return await move(asked, { action: 'refundOrder', after }, async (found, id) => {
      await refundOrder({ ledger: ledger(), payments }, found, { id, request });
    });
  });

  route(scope, parts, ordersOperations.markOrderPaid, async (asked) => {
    const { reference } = asked.body;
    const step = { action: 'markOrderPaid', after: () => ({ reference }) };
    return await move(asked, step, async ({ order }) => {
      await payments().markPaid(order.id, { reference });
    });
  });
}

function clientOf({
  PAYMENTS_URL: url,
  PAYMENTS_TOKEN: token,
}: Pick<OfficeParts['config'], 'PAYMENTS_URL' | 'PAYMENTS_TOKEN'>): () => PaymentsClient {
  const client =
    url === undefined || token === undefined ? undefined : new PaymentsClient({ url, token });
  return () => {
    if (client !== undefined) return client;
    const message = 'the office has no PAYMENTS_URL and PAYMENTS_TOKEN';
    throw new ApiError('PAYMENTS_UNAVAILABLE', message, { retryAfterS: RETRY_AFTER_S });
  };
}

const RETRY_AFTER_S = 60;
