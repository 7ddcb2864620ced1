import { interfaces } from '@onsale/contracts';
import type { Records } from '@onsale/records';
import {
  createServiceServer,
  type HttpServer,
  requireToken,
  type ServerContext,
  splitList,
} from '@onsale/service';
import { registerArchivedOrders } from './archive/archived-orders.ts';
import type { OfficeConfig } from './config.ts';

/** Nothing is sent to it yet that has a body. */
const BODY_LIMIT_BYTES = 1024;

/** What the routes work with. */
export interface OfficeParts extends ServerContext {
  records: Records;
  /** Why nothing can be answered; empty when it can. */
  obstacles: () => readonly string[];
}

/** Builds the HTTP interface of the office; opens nothing. */
export function buildApp(config: OfficeConfig, parts: OfficeParts): HttpServer {
  const { records, obstacles } = parts;
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    obstacles,
    openApi: interfaces.office,
  });
  void app.register((scope, _options, done) => {
    requireToken(scope, config.OFFICE_TOKEN);
    registerArchivedOrders(scope, { records, obstacles });
    done();
  });
  return app;
}
