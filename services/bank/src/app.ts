import { buildOpenApi } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { BankConfig } from './config.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** Builds the HTTP interface of the bank; opens nothing. */
export function buildApp(config: BankConfig, context: ServerContext): HttpServer {
  return createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    obstacles: () => [],
    openApi: () =>
      buildOpenApi({
        title: 'Bank',
        version: '1.0.0',
        description: 'A payment provider for tests and demos. It takes no real money.',
        servers: ['/'],
        operations: {},
      }),
  });
}
