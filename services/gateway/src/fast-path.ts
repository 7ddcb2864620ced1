import { type CreateOrderRequest, ticketPurchase } from '@onsale/contracts';
import type { Exchange, HttpServer } from '@onsale/service-runtime';
import type { GatewayParts } from './app.ts';
import { BODY_LIMIT_BYTES } from './body-limit.ts';
import type { GatewayConfig } from './config.ts';
import { draftOrder } from './draft-order.ts';
import { type PlacedOrder, placedOrder } from './placed-order.ts';
import { placedOrderJson } from './show-order.ts';

/**
 * Takes what a sale consists of past Fastify: `GET /tickets` of everything and `POST /orders`, with
 * the answers that the routes of the same names give. Traces, rate limits and CORS are added to a
 * request on the ordinary way; where they are switched on all go that way.
 */
export function openFastPath(scope: HttpServer, config: GatewayConfig, parts: GatewayParts): void {
  if (parts.tracing !== undefined || config.CORS_ORIGINS !== undefined) return;
  addTickets(scope, parts);
  if (config.RATE_LIMIT_ORDERS === 0) addOrders(scope, config, parts);
}

function addTickets({ fastPath, prefix }: HttpServer, { showcase }: GatewayParts): void {
  fastPath.add({
    method: 'GET',
    pattern: prefix + ticketPurchase.listTickets.url,
    handle: (exchange) => {
      if (exchange.request.headers['if-none-match'] !== undefined) return false;
      if (!showcase.isOpen) return false;
      const { body, lengthBytes, etag, cacheControl } = showcase.allTicketsPage();
      const headers = ['etag', etag, 'cache-control', cacheControl];
      exchange.answer(200, headers, body, lengthBytes);
      return true;
    },
  });
}

function addOrders(scope: HttpServer, config: GatewayConfig, parts: GatewayParts): void {
  const { placer, showcase, orderLog } = parts;
  const { method, url, schema } = ticketPurchase.placeOrder;
  const pattern = scope.prefix + url;
  let isOrder: ((body: unknown) => boolean) | undefined;
  scope.addHook('onReady', (done) => {
    const compile = scope.validatorCompiler;
    isOrder = compile?.({ schema: schema.body, method, url, httpPart: 'body' }) as typeof isOrder;
    done();
  });

  const answer = (exchange: Exchange, { order, isReplay }: PlacedOrder): void => {
    const headers = ['location', `${pattern}/${order.id}`];
    if (isReplay) headers.push('idempotent-replayed', 'true');
    const json = placedOrderJson(order);
    exchange.answer(201, headers, json, json.length);
  };

  const take = (exchange: Exchange, body: CreateOrderRequest, idempotencyKey?: string): void => {
    const refuse = (error: unknown) => exchange.refuse(error as Error);
    let draft;
    try {
      draft = draftOrder(body, { config, showcase, idempotencyKey });
    } catch (error) {
      refuse(error);
      return;
    }
    const { order, shard } = draft;
    placer.submit(order, shard, {
      resolve: (placement) => {
        if (placement.outcome === 'placed') {
          orderLog.changed(order.id, 'placed', exchange.elapsedMs, exchange.id);
          answer(exchange, { order, isReplay: false });
        } else {
          const show = (placed: PlacedOrder) => answer(exchange, placed);
          placedOrder(placer, { order, placement }).then(show).catch(refuse);
        }
      },
      reject: refuse,
    });
  };

  scope.fastPath.add({
    method,
    pattern,
    handle: (exchange) => {
      const key = exchange.request.headers['idempotency-key'];
      if (key !== undefined && !isPlainKey(key)) return false;
      return exchange.readJson(BODY_LIMIT_BYTES, (body) => {
        if (isOrder?.(body) !== true) return false;
        take(exchange, body as CreateOrderRequest, key as string | undefined);
        return true;
      });
    },
  });
}

// As programs make them. A comma may have joined two keys.
function isPlainKey(key: string | string[]): boolean {
  return typeof key === 'string' && /^[\w.:-]{1,255}$/.test(key);
}
