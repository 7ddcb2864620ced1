import { interfaces } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
} from '@onsale/service';
import { registerPaymentRoutes } from './buyer/payment-routes.ts';
import type { PaymentsConfig } from './config.ts';
import type { PaymentMetrics } from './payment-metrics.ts';
import type { Serving } from './serving.ts';
import { registerStaffRoutes } from './staff/staff-routes.ts';
import { registerWebhookRoutes } from './webhooks/webhook-routes.ts';

/** The messages of a provider take a few KiB. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** What the routes work with. */
export interface PaymentsParts extends ServerContext {
  /** Throws `ApiError` 503 while nothing can be served. */
  serving: () => Serving;
  obstacles: () => readonly string[];
  warnings: () => readonly string[];
  metrics: PaymentMetrics;
}

/** Builds the HTTP interface of payments; opens nothing. */
export function buildApp(config: PaymentsConfig, parts: PaymentsParts): HttpServer {
  const { serving, obstacles, warnings, metrics } = parts;
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    obstacles,
    warnings,
    openApi: interfaces.payments,
  });
  void app.register((scope, _options, done) => {
    registerPaymentRoutes(scope, { serving, logger: parts.logger });
    done();
  });
  void app.register((scope, _options, done) => {
    registerWebhookRoutes(scope, { serving, told: metrics.told });
    done();
  });
  const token = config.PAYMENTS_TOKEN;
  if (token === undefined) return app;
  void app.register((scope, _options, done) => {
    registerStaffRoutes(scope, { serving, token });
    done();
  });
  return app;
}
