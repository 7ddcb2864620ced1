import { interfaces } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { GeneratorConfig } from './config.ts';
import type { Generator } from './generator.ts';
import { registerCrowdRoutes } from './crowd/crowd-routes.ts';
import type { Crowds } from './crowd/crowds.ts';
import { registerLoadRoutes } from './load-routes.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import { registerRehearsalsRoutes } from './rehearsal/rehearsals-routes.ts';
import { registerRehearsalRoutes, type RehearsalRedis } from './rehearsal-routes.ts';
import type { StatsStreams } from './stats-streams.ts';

/** A hundred stages and a hundred tickets need 20 KiB. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The parts that the routes work with. */
export interface GeneratorParts extends ServerContext {
  config: Pick<GeneratorConfig, 'HOST' | 'SHOP_HOSTS'>;
  generator: Generator;
  crowds: Crowds;
  rehearsals: Rehearsals;
  streams: StatsStreams;
  redis: RehearsalRedis;
}

/** Builds the generator's HTTP interface; opens nothing. */
export function buildApp(parts: GeneratorParts): HttpServer {
  const { HOST: host, SHOP_HOSTS } = parts.config;
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host, allowedHosts: splitList(SHOP_HOSTS) },
    obstacles: () => [],
    openApi: interfaces.workload,
  });
  registerLoadRoutes(app, parts.generator, parts.streams);
  registerCrowdRoutes(app, parts.crowds);
  registerRehearsalsRoutes(app, parts.rehearsals);
  const busy = [parts.generator, parts.crowds, parts.rehearsals];
  registerRehearsalRoutes(app, () => busy.some(({ isBusy }) => isBusy), parts.redis);
  return app;
}
