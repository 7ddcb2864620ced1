import { interfaces } from '@onsale/contracts';
import type { Ledger } from '@onsale/ledger';
import type { Records } from '@onsale/records';
import type { RedisConnection } from '@onsale/redis';
import {
  ClientAddresses,
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { TicketKeys } from '@onsale/ticket-codes';
import type { PgBoss } from 'pg-boss';
import { registerBuyersRoutes } from './buyers/buyers-routes.ts';
import { registerResendRoute } from './buyers/resend-route.ts';
import type { DeliveryConfig } from './config.ts';
import { registerDocumentRoutes } from './documents/document-routes.ts';
import type { PdfPool } from './documents/pdf-pool.ts';
import type { OrderReader } from './tickets/order-reader.ts';
import { registerTicketRoutes } from './tickets/ticket-routes.ts';

/** Requests carry a name and an address. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** What the routes work with. */
export interface DeliveryParts extends ServerContext {
  config: DeliveryConfig;
  records: Records;
  /** Throws `ApiError` 503 while the records can't be used. */
  jobs: () => PgBoss;
  /** Throws `ApiError` 503 while Redis can't be used. */
  ledger: () => Ledger;
  /** The same. */
  redis: () => RedisConnection;
  /** Orders of which buyers are told. */
  orders: OrderReader;
  /** What tickets are signed with. */
  keys: TicketKeys;
  /** What tickets and documents are printed with. */
  pdfs: PdfPool;
  obstacles: () => readonly string[];
  warnings: () => readonly string[];
}

/** Builds the HTTP interface of delivery; opens nothing. */
export function buildApp(parts: DeliveryParts): HttpServer {
  const { config, obstacles, warnings } = parts;
  const proxies = new ClientAddresses(config.TRUSTED_PROXIES);
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    trustsProxy: (address) => proxies.isOurs(address),
    obstacles,
    warnings,
    openApi: interfaces.delivery,
  });
  void app.register((scope, _options, done) => {
    registerTicketRoutes(scope, parts);
    registerDocumentRoutes(scope, parts);
    registerBuyersRoutes(scope, parts);
    registerResendRoute(scope, parts);
    done();
  });
  return app;
}
