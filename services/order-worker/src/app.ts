import {
  createHttpServer,
  type HttpServer,
  type Logger,
  type Readiness,
  registerHealthRoutes,
  type Registry,
} from '@onsale/service-runtime';
import { buildOpenApi } from '@onsale/contracts';

/** The worker takes no requests but those for its health and metrics. */
export function buildApp(options: {
  logger: Logger;
  registry: Registry;
  readiness: Readiness;
}): HttpServer {
  const app = createHttpServer({ logger: options.logger, bodyLimitBytes: 1024 });
  registerHealthRoutes(app, {
    ...options,
    openApi: buildOpenApi({
      title: 'Order worker',
      version: '1.0.0',
      description: 'Health and metrics only: /livez, /readyz, /metrics.',
      servers: ['/'],
      operations: {},
    }),
  });
  return app;
}
