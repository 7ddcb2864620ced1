import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type Ledger, type Order, readOrder } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Sale } from '../app.ts';
import { withinDeadline } from '../redis-deadline.ts';
import { streamOrder } from './order-stream.ts';
import { showOrder } from './show-order.ts';

/** `GET /orders/:orderId` and `GET /orders/:orderId/stream`. `watch` is told of each order. */
export function registerReadOrder(
  scope: HttpServer,
  sale: () => Sale,
  watch: (order: Order) => Order,
): void {
  const app = withSchemaTypes(scope);
  const { getOrder, streamOrder: stream } = ticketPurchase;

  app.get(getOrder.url, { schema: getOrder.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return showOrder(watch(await findOrder(sale().ledger, request.params.orderId)));
  });

  const schema = { params: stream.schema.params };
  // Says whether there is a stream, without becoming a follower.
  app.head(stream.url, { schema }, async (request, reply) => {
    await findOrder(sale().ledger, request.params.orderId);
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .send();
  });
  app.get(stream.url, { schema, exposeHeadRoute: false }, async (request, reply) => {
    const { ledger, followers } = sale();
    const { orderId } = request.params;
    const read = async () => watch(await findOrder(ledger, orderId));
    await streamOrder(reply, { followers, orderId, client: request.ip, read });
  });
}

/** Reads an order. Throws `ApiError`: 404 when it does not exist, 503 when Redis is unreachable. */
export async function findOrder(ledger: Ledger, orderId: string): Promise<Order> {
  const order = await withinDeadline(() => readOrder(ledger, orderId));
  if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
  return order;
}
