import { interfaces } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { PaymentsConfig } from './config.ts';

/** The messages of a provider take a few KiB. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Builds the HTTP interface of payments; opens nothing. */
export function buildApp(
  config: PaymentsConfig,
  context: ServerContext,
  health: { obstacles: () => readonly string[]; warnings: () => readonly string[] },
): HttpServer {
  return createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    ...health,
    openApi: interfaces.payments,
  });
}
