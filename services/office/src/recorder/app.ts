import { buildOpenApi } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { RecorderConfig } from './config.ts';

/** The recorder serves only health and metrics. */
export function buildApp(
  context: ServerContext & { config: Pick<RecorderConfig, 'HOST' | 'SHOP_HOSTS'> },
  health: { obstacles: () => readonly string[]; warnings: () => readonly string[] },
): HttpServer {
  const { HOST: host, SHOP_HOSTS } = context.config;
  return createServiceServer(context, {
    bodyLimitBytes: 1024,
    foreign: { host, allowedHosts: splitList(SHOP_HOSTS) },
    ...health,
    openApi: () =>
      buildOpenApi({
        title: 'Recorder',
        version: '1.0.0',
        description: 'Health and metrics only: /livez, /readyz, /metrics.',
        servers: ['/'],
        operations: {},
      }),
  });
}
