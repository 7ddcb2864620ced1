import { interfaces } from '@onsale/contracts';
import {
  createHttpServer,
  type HttpServer,
  type Logger,
  registerHealthRoutes,
  registerHttpMetrics,
  type Registry,
} from '@onsale/service-runtime';
import type { GatewayConfig } from './config.ts';
import { registerEventRoutes } from './events-routes.ts';
import type { OrderFollowers } from './order-followers.ts';
import type { OrderPlacer } from './order-placer.ts';
import { registerOrderRoutes } from './orders-routes.ts';
import type { Showcase } from './showcase.ts';
import { registerTicketRoutes } from './tickets-routes.ts';

/** An order of 20 lines needs 3 KiB; the contract promises 64. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The parts that the routes work with. */
export interface GatewayParts {
  logger: Logger;
  isDraining: () => boolean;
  showcase: Showcase;
  placer: OrderPlacer;
  followers: OrderFollowers;
  registry: Registry;
}

/** Builds the gateway's HTTP interface; opens nothing. */
export function buildApp(config: GatewayConfig, parts: GatewayParts): HttpServer {
  const app = createHttpServer({
    logger: parts.logger,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    // Else a gateway that was just started would never get any of a load that keeps its connections.
    maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // A draining process asks every client to take its next request elsewhere.
    if (parts.isDraining()) reply.header('connection', 'close');
    done(null, payload);
  });
  registerHttpMetrics(app, parts.registry);
  registerHealthRoutes(app, {
    readiness: () => [
      ...(parts.isDraining() ? ['draining'] : []),
      ...parts.placer.obstacles(),
      ...parts.showcase.obstacles(),
    ],
    registry: parts.registry,
    openApi: interfaces['ticket-purchase'],
  });
  for (const prefix of ['/v1', '']) {
    void app.register(
      (scope, _options, done) => {
        registerTicketRoutes(scope, parts.showcase);
        registerEventRoutes(scope, parts.showcase);
        registerOrderRoutes(scope, config, parts);
        done();
      },
      { prefix },
    );
  }
  return app;
}
