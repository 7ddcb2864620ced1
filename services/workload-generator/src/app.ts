import { interfaces } from '@onsale/contracts';
import { createServiceServer, type HttpServer, type ServerContext } from '@onsale/service';
import type { Generator } from './generator.ts';
import { registerLoadRoutes } from './load-routes.ts';
import type { StatsStreams } from './stats-streams.ts';

/** A hundred stages and a hundred tickets need 20 KiB. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The parts that the routes work with. */
export interface GeneratorParts extends ServerContext {
  generator: Generator;
  streams: StatsStreams;
}

/** Builds the generator's HTTP interface; opens nothing. */
export function buildApp(parts: GeneratorParts): HttpServer {
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    obstacles: () => [],
    openApi: interfaces.workload,
  });
  registerLoadRoutes(app, parts.generator, parts.streams);
  return app;
}
