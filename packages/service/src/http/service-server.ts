import type { OpenApiDocument } from '@onsale/contracts';
import { registerHealthRoutes } from './health.ts';
import { registerHttpMetrics } from './http-metrics.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import type { Logger } from '../process/logger.ts';
import type { Registry } from '../process/metrics.ts';

/** What the server of a service knows of its process. */
export interface ServerContext {
  logger: Logger;
  registry: Registry;
  isDraining: () => boolean;
}

/**
 * The HTTP server that every service begins with: its metrics, its health, its OpenAPI document, and
 * how it behaves while the process drains. `obstacles` says why it can't serve; empty when it can.
 */
export function createServiceServer(
  context: ServerContext,
  options: {
    bodyLimitBytes: number;
    maxRequestsPerSocket?: number;
    trustedProxies?: readonly string[];
    maxParamLength?: number;
    obstacles: () => readonly string[];
    warnings?: () => readonly string[];
    openApi: () => OpenApiDocument;
  },
): HttpServer {
  const { logger, registry, isDraining } = context;
  const { obstacles, warnings, openApi, ...limits } = options;
  const app = createHttpServer({ logger, ...limits });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // A draining process asks every client to take its next request elsewhere.
    if (isDraining()) reply.header('connection', 'close');
    done(null, payload);
  });
  registerHttpMetrics(app, registry);
  registerHealthRoutes(app, {
    readiness: () => [...(isDraining() ? ['draining'] : []), ...obstacles()],
    warnings,
    registry,
    openApi,
  });
  return app;
}
