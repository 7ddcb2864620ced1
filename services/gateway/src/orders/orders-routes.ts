import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type NewOrder, type Order, orderHandle, type Placement } from '@onsale/ledger';
import { type HttpServer, type Tracing, withSchemaTypes } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayParts } from '../app.ts';
import type { GatewayConfig } from '../config.ts';
import { draftOrder } from './draft-order.ts';
import type { OrderPlacer } from './order-placer.ts';
import { streamOrder } from './order-stream-route.ts';
import { findOrder, type PlacedOrder, placedOrder } from './placed-order.ts';
import { showOrder, showPlacedOrder } from './show-order.ts';

/** `POST /orders`, `GET /orders/:orderId` and `GET /orders/:orderId/stream`. */
export function registerOrderRoutes(
  scope: HttpServer,
  config: GatewayConfig,
  parts: GatewayParts & { watch: (order: Order) => Order },
): void {
  const app = withSchemaTypes(scope);
  const { placer, showcase, followers, orderLines, tracing, watch } = parts;
  const read = async (orderId: string) => watch(await findOrder(placer, orderId));

  const { schema } = ticketPurchase.placeOrder;
  const limited = config.RATE_LIMIT_ORDERS > 0 ? { config: { rateLimit: {} } } : {};
  app.post(ticketPurchase.placeOrder.url, { schema, ...limited }, async (request, reply) => {
    const idempotencyKey = request.headers['idempotency-key'];
    if (idempotencyKey !== undefined) refuseTwoKeys(request);
    const { order, shard } = draftOrder(request.body, { config, showcase, idempotencyKey });
    const placement =
      tracing === undefined || request.span === undefined
        ? await placer.place(order, shard)
        : await placeTraced(placer, { order, shard, tracing, parent: request.span.traceparent });
    if (placement.outcome === 'placed') {
      const { elapsedTime: durationMs } = reply;
      orderLines.changed(order.id, 'placed', { durationMs, reqId: request.id });
    }
    return sendPlaced(reply, await placedOrder(placer, { order, placement }));
  });

  app.get(
    ticketPurchase.getOrder.url,
    { schema: ticketPurchase.getOrder.schema },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return showOrder(await read(request.params.orderId));
    },
  );

  const { params } = ticketPurchase.streamOrder.schema;
  app.get(ticketPurchase.streamOrder.url, { schema: { params } }, async (request, reply) => {
    await streamOrder(reply, { followers, orderId: request.params.orderId, read });
  });
}

// The trace goes on where the order is settled: its entry in the stream names this step.
async function placeTraced(
  placer: OrderPlacer,
  { order, shard, tracing, parent }: TracedPlacing,
): Promise<Placement> {
  const span = tracing.start('place', { kind: 'client', parent });
  if (span !== undefined) order.traceparent = span.traceparent;
  let outcome: string = 'unavailable';
  try {
    const placement = await placer.place(order, shard);
    ({ outcome } = placement);
    return placement;
  } finally {
    span?.end({
      'onsale.order': orderHandle(order.id),
      'onsale.outcome': outcome,
      'db.system.name': 'redis',
    });
  }
}

interface TracedPlacing {
  order: NewOrder;
  shard: number;
  tracing: Tracing;
  parent: string;
}

// Node joins equal headers with a comma: two keys must not become a third one.
function refuseTwoKeys(request: FastifyRequest): void {
  const names = request.raw.rawHeaders.filter((_, i) => i % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'idempotency-key').length < 2) return;
  throw new ApiError('INVALID_REQUEST', 'the header Idempotency-Key is there twice', {
    details: [{ path: 'idempotency-key', message: 'is there twice' }],
  });
}

function sendPlaced(reply: FastifyReply, { order, isReplay }: PlacedOrder): FastifyReply {
  const { url } = reply.request.routeOptions;
  if (isReplay) reply.header('idempotent-replayed', 'true');
  return reply.code(201).header('location', `${url}/${order.id}`).send(showPlacedOrder(order));
}
