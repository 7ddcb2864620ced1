import { buildOpenApi } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { WorkerConfig } from './config.ts';

/** The worker serves only health and metrics. */
export function buildApp(
  context: ServerContext & { config: Pick<WorkerConfig, 'HOST' | 'SHOP_HOSTS'> },
  health: { obstacles: () => readonly string[]; warnings: () => readonly string[] },
): HttpServer {
  const { HOST: host, SHOP_HOSTS } = context.config;
  return createServiceServer(context, {
    bodyLimitBytes: 1024,
    foreign: { host, allowedHosts: splitList(SHOP_HOSTS) },
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
