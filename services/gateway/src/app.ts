import { interfaces } from '@onsale/contracts';
import type { DataGuard, OrderLines } from '@onsale/ledger';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
  traceRequests,
  type Tracing,
} from '@onsale/service';
import { BODY_LIMIT_BYTES } from './body-limit.ts';
import type { GatewayConfig } from './config.ts';
import { registerEventRoutes } from './browse/events-routes.ts';
import type { Operations } from './operations/operations.ts';
import { registerOperationsRoutes } from './operations/operations-routes.ts';
import type { OrderFollowers } from './orders/order-followers.ts';
import type { OrderPlacer } from './orders/order-placer.ts';
import { registerOrderRoutes } from './orders/orders-routes.ts';
import { registerRateLimit } from './orders/rate-limit.ts';
import { watchUnknownStates } from './orders/watch-unknown-states.ts';
import type { Showcase } from './browse/showcase.ts';
import { registerTicketRoutes } from './browse/tickets-routes.ts';

/** How long a browser need not ask again whether it may. */
const CORS_MAX_AGE_S = 600;

/** The parts that the routes work with. */
export interface GatewayParts extends ServerContext {
  guard: DataGuard;
  showcase: Showcase;
  placer: OrderPlacer;
  followers: OrderFollowers;
  operations: Operations;
  orderLines: OrderLines;
  tracing: Tracing | undefined;
}

/** Builds the gateway's HTTP interface; opens nothing. */
export function buildApp(config: GatewayConfig, parts: GatewayParts): HttpServer {
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    // Else a gateway that was just started would never get any of a load that keeps its connections.
    maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
    trustedProxies: splitList(config.TRUSTED_PROXIES),
    foreign: {
      host: config.HOST,
      allowedHosts: splitList(config.SHOP_HOSTS),
      allowedOrigins: splitList(config.CORS_ORIGINS),
    },
    obstacles: () => [
      ...parts.placer.obstacles(),
      ...parts.guard.obstacles(),
      ...parts.showcase.obstacles(),
    ],
    warnings: () => parts.guard.warnings(),
    openApi: interfaces['ticket-purchase'],
  });
  if (config.CORS_ORIGINS !== undefined) {
    void app.register(import('@fastify/cors'), {
      origin: splitList(config.CORS_ORIGINS),
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'idempotency-key', 'x-request-id'],
      exposedHeaders: ['location', 'retry-after', 'x-request-id', 'idempotent-replayed'],
      maxAge: CORS_MAX_AGE_S,
    });
  }
  if (parts.tracing !== undefined) traceRequests(app, parts.tracing);
  const watch = watchUnknownStates(parts.registry, parts.logger);
  for (const prefix of ['/v1', '']) {
    void app.register(
      async (scope) => {
        await registerRateLimit(scope, config, () => parts.placer.connection());
        registerTicketRoutes(scope, parts.showcase);
        registerEventRoutes(scope, parts.showcase);
        registerOrderRoutes(scope, config, { ...parts, watch });
        registerOperationsRoutes(scope, parts.operations);
      },
      { prefix },
    );
  }
  return app;
}
