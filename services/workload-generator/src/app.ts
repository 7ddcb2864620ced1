import { interfaces } from '@onsale/contracts';
import {
  createHttpServer,
  type HttpServer,
  type Logger,
  registerHealthRoutes,
  type Registry,
} from '@onsale/service-runtime';
import type { Generator } from './generator.ts';
import { registerLoadRoutes } from './load-routes.ts';
import type { StatsStreams } from './stats-streams.ts';

/** A hundred stages and a hundred tickets need 20 KiB. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Builds the generator's HTTP interface; opens nothing. */
export function buildApp(parts: {
  logger: Logger;
  isDraining: () => boolean;
  generator: Generator;
  streams: StatsStreams;
  registry: Registry;
}): HttpServer {
  const app = createHttpServer({ logger: parts.logger, bodyLimitBytes: BODY_LIMIT_BYTES });
  registerHealthRoutes(app, {
    readiness: () => (parts.isDraining() ? ['draining'] : []),
    registry: parts.registry,
    openApi: interfaces.workload,
  });
  registerLoadRoutes(app, parts.generator, parts.streams);
  return app;
}
