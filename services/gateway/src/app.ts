import { ApiError, interfaces } from '@onsale/contracts';
import type { ClockWatch, DataGuard, OrderLines } from '@onsale/ledger';
import {
  type ClientAddresses,
  createServiceServer,
  type HttpServer,
  requireData,
  type ServerContext,
  splitList,
  traceRequests,
  type Tracing,
} from '@onsale/service';
import { registerBrowseRoutes } from './browse/browse-routes.ts';
import { registerCodeRoutes } from './codes/code-routes.ts';
import type { GatewayConfig } from './config.ts';
import type { Operations } from './operations/operations.ts';
import { registerOperationsRoutes } from './operations/operations-routes.ts';
import { registerLinkRoutes } from './links/link-routes.ts';
import { registerCancelOrder } from './orders/cancel-order.ts';
import { registerPlaceOrder } from './orders/place-order.ts';
import { registerReadOrder } from './orders/read-order.ts';
import { watchUnknownStates } from './orders/watch-unknown-states.ts';
import type { Sale } from './sale.ts';

/** An order of 20 lines needs 3 KiB. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** How long a browser may cache a preflight response. */
const CORS_MAX_AGE_S = 600;

/** What becomes available later; undefined while the gateway still waits for it. */
export interface Serving {
  sale: Sale;
  operations: Operations;
  clock: Pick<ClockWatch, 'obstacles'>;
}

/** What is available from the start. */
export interface GatewayContext extends ServerContext {
  guard: DataGuard;
  clients: ClientAddresses;
  orderLines: OrderLines;
  tracing: Tracing | undefined;
}

/** Builds the gateway's HTTP interface; opens nothing. `serving` is called for every request. */
export function buildApp(
  config: GatewayConfig,
  context: GatewayContext,
  serving: () => Serving | undefined,
): HttpServer {
  const { clients } = context;
  const app = createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    // Otherwise a newly started gateway would get no share of a load that keeps its connections.
    maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
    trustsProxy: (address) => clients.isOurs(address),
    foreign: {
      host: config.HOST,
      allowedHosts: splitList(config.SHOP_HOSTS),
      allowedOrigins: splitList(config.CORS_ORIGINS),
    },
    obstacles: () => [...context.guard.obstacles(), ...obstacles(serving())],
    // Redis judges deadlines by its own clock, so with another one this process would tell wrong times.
    faults: () => serving()?.clock.obstacles() ?? [],
    warnings: () => [...context.guard.warnings(), ...warnings(serving())],
    openApi: interfaces['ticket-purchase'],
  });
  if (config.CORS_ORIGINS !== undefined) {
    void app.register(import('@fastify/cors'), {
      origin: splitList(config.CORS_ORIGINS),
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'idempotency-key', 'x-request-id'],
      // The date is what a page counts down from.
      exposedHeaders: ['date', 'location', 'retry-after', 'x-request-id', 'idempotent-replayed'],
      maxAge: CORS_MAX_AGE_S,
    });
  }
  const { guard, orderLines, tracing } = context;
  if (tracing !== undefined) traceRequests(app, tracing);
  const watch = watchUnknownStates(context.registry, context.logger);
  const required = () => {
    requireData(guard);
    const parts = serving();
    if (parts !== undefined) return parts;
    throw new ApiError('NOT_READY', `${NOT_READY}; try again in a moment`, { retryAfterS: 1 });
  };
  for (const prefix of ['/v1', '']) {
    void app.register(
      async (scope) => {
        registerBrowseRoutes(scope, () => required().sale.catalogView);
        registerCodeRoutes(scope, () => required().sale);
        registerLinkRoutes(scope, () => required().sale.catalogView, config.PUBLIC_URL);
        registerPlaceOrder(scope, () => required().sale, { config, orderLines, tracing });
        registerReadOrder(scope, () => required().sale, watch);
        registerCancelOrder(scope, () => required().sale, watch);
      },
      { prefix },
    );
    void app.register(
      async (scope) => registerOperationsRoutes(scope, () => required().operations),
      { prefix },
    );
  }
  return app;
}

const NOT_READY = 'the shop is not open yet';

function obstacles(serving: Serving | undefined): string[] {
  if (serving === undefined) return [`${NOT_READY}: Redis or the catalog is not available yet`];
  const { placer, catalogView } = serving.sale;
  return [...(placer.isReady ? [] : ['Redis cannot be reached']), ...catalogView.obstacles()];
}

function warnings(serving: Serving | undefined): string[] {
  if (serving === undefined) return [];
  const { catalogView, tags, admissions } = serving.sale;
  return [
    ...unserved(
      catalogView.eventIds((event) => !tags.canServe(event)),
      {
        variable: 'CUSTOMER_KEY',
        events: 'limit their customers',
      },
    ),
    ...unserved(
      catalogView.eventIds((event) => !admissions.canServe(event)),
      {
        variable: 'ADMISSION_KEYS',
        events: 'have a waiting room',
      },
    ),
  ];
}

function unserved(
  ids: readonly string[],
  { variable, events }: { variable: string; events: string },
): string[] {
  if (ids.length === 0) return [];
  const named = `${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ' and others' : ''}`;
  return [`${variable} is missing, so orders are refused for events that ${events}: ${named}`];
}

/** Events named in a warning. */
const MAX_NAMED = 5;
