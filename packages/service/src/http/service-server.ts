import type { OpenApiDocument } from '@onsale/contracts';
import type { Logger } from '../process/logger.ts';
import type { Registry } from '../process/metrics.ts';
import { type ForeignRequestRules, refuseForeignRequests } from './foreign-requests.ts';
import { registerHealthRoutes } from './health.ts';
import { registerHttpMetrics } from './http-metrics.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';

/** What a service's server needs to know of its process. */
export interface ServerContext {
  logger: Logger;
  registry: Registry;
  isDraining: () => boolean;
}

/**
 * The HTTP server every service starts with: metrics, health, OpenAPI document and access rules.
 * `obstacles` says why the service can't serve; empty when it can.
 */
export function createServiceServer(
  context: ServerContext,
  options: {
    bodyLimitBytes: number;
    foreign: ForeignRequestRules;
    maxRequestsPerSocket?: number;
    trustsProxy?: (address: string) => boolean;
    maxParamLength?: number;
    obstacles: () => readonly string[];
    warnings?: () => readonly string[];
    openApi: () => OpenApiDocument;
  },
): HttpServer {
  const { logger, registry, isDraining } = context;
  const { obstacles, warnings, openApi, foreign, ...limits } = options;
  const app = createHttpServer({ logger, isDraining, ...limits });
  refuseForeignRequests(app, foreign);
  registerHttpMetrics(app, registry);
  registerHealthRoutes(app, {
    readiness: () => [...(isDraining() ? ['draining'] : []), ...obstacles()],
    warnings,
    registry,
    openApi,
  });
  return app;
}
