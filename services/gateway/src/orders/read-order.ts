import { ticketPurchase } from '@onsale/contracts';
import { given, type Order, showOrder } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Sale } from '../sale.ts';
import { streamOrder } from './order-stream.ts';

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
    const { reader, line } = sale();
    const order = watch(await reader.read(request.params.orderId));
    const place = order.status === 'pending' ? line.placeOf(order.id) : undefined;
    return { ...showOrder(order), ...given({ line: place }) };
  });

  const schema = { params: stream.schema.params };
  // Says whether there is a stream, without becoming a follower.
  app.head(stream.url, { schema }, async (request, reply) => {
    await sale().reader.read(request.params.orderId);
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .send();
  });
  app.get(stream.url, { schema, exposeHeadRoute: false }, async (request, reply) => {
    const { reader, followers, line } = sale();
    const { orderId } = request.params;
    const read = async () => watch(await reader.read(orderId));
    await streamOrder(reply, { followers, line, orderId, client: request.ip, read });
  });
}
