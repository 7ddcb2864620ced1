import { buildOpenApi } from '@onsale/contracts';
import { createServiceServer, type HttpServer, type ServerContext } from '@onsale/service';

/** The worker takes no requests but those for its health and metrics. */
export function buildApp(
  context: ServerContext,
  health: { obstacles: () => readonly string[]; warnings: () => readonly string[] },
): HttpServer {
  return createServiceServer(context, {
    bodyLimitBytes: 1024,
    ...health,
    openApi: () =>
      buildOpenApi({
        title: 'Order worker',
        version: '1.0.0',
        description: 'Health and metrics only: /livez, /readyz, /metrics.',
        servers: ['/'],
        operations: {},
      }),
  });
}
