import { interfaces } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type OrderLog,
  type ServerContext,
} from '@onsale/service-runtime';
import type { GatewayConfig } from './config.ts';
import { registerEventRoutes } from './events-routes.ts';
import type { Operations } from './operations.ts';
import { registerOperationsRoutes } from './operations-routes.ts';
import type { OrderFollowers } from './order-followers.ts';
import type { OrderPlacer } from './order-placer.ts';
import { registerOrderRoutes } from './orders-routes.ts';
import type { Showcase } from './showcase.ts';
import { registerTicketRoutes } from './tickets-routes.ts';

/** An order of 20 lines needs 3 KiB; the contract promises 64. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The parts that the routes work with. */
export interface GatewayParts extends ServerContext {
  showcase: Showcase;
  placer: OrderPlacer;
  followers: OrderFollowers;
  operations: Operations;
  orderLog: OrderLog;
}

/** Builds the gateway's HTTP interface; opens nothing. */
export function buildApp(config: GatewayConfig, parts: GatewayParts): HttpServer {
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    // Else a gateway that was just started would never get any of a load that keeps its connections.
    maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
    obstacles: () => [...parts.placer.obstacles(), ...parts.showcase.obstacles()],
    openApi: interfaces['ticket-purchase'],
  });
  for (const prefix of ['/v1', '']) {
    void app.register(
      (scope, _options, done) => {
        registerTicketRoutes(scope, parts.showcase);
        registerEventRoutes(scope, parts.showcase);
        registerOrderRoutes(scope, config, parts);
        registerOperationsRoutes(scope, parts.operations);
        done();
      },
      { prefix },
    );
  }
  return app;
}
