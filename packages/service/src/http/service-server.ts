import type { OpenApiDocument } from '@onsale/contracts';
import type { Logger } from '../process/logger.ts';
import type { Registry } from '../process/metrics.ts';
import { type ForeignRequestRules, refuseForeignRequests } from './foreign-requests.ts';
import { type Reasons, registerHealthRoutes } from './health.ts';
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
 * `obstacles`, `faults` and `warnings` decide on `/readyz` (see `Readiness`); a process that drains is
 * not ready either.
 */
export function createServiceServer(
  context: ServerContext,
  options: {
    bodyLimitBytes: number;
    foreign: ForeignRequestRules;
    maxRequestsPerSocket?: number;
    trustsProxy?: (address: string) => boolean;
    maxParamLength?: number;
    obstacles: Reasons;
    faults?: Reasons;
    warnings?: Reasons;
    openApi: () => OpenApiDocument;
  },
): HttpServer {
  const { logger, registry, isDraining } = context;
  const { obstacles, faults = () => [], warnings, openApi, foreign, ...limits } = options;
  const app = createHttpServer({ logger, isDraining, ...limits });
  refuseForeignRequests(app, foreign);
  registerHttpMetrics(app, registry);
  registerHealthRoutes(app, {
    readiness: {
      obstacles,
      faults: () => [...(isDraining() ? ['draining'] : []), ...faults()],
      warnings,
    },
    registry,
    openApi,
  });
  return app;
}
