import type { AdmissionKeys } from '@onsale/admission';
import { interfaces } from '@onsale/contracts';
import type { DataGuard } from '@onsale/ledger';
import {
  type ClientAddresses,
  createServiceServer,
  type HttpServer,
  requireData,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { WaitingRoomConfig } from './config.ts';
import { registerLineRoutes } from './lines/line-routes.ts';
import { registerPlaceRoutes } from './places/place-routes.ts';
import { requireServing, type Serving } from './serving.ts';

/** Requests have no body, but for what a browser sends with a beacon. */
const BODY_LIMIT_BYTES = 1024;

/** What is there from the start. */
export interface WaitingRoomContext extends ServerContext {
  guard: DataGuard;
  clients: ClientAddresses;
  keys: AdmissionKeys;
}

/** Builds the HTTP interface of the waiting room; opens nothing. `serving` is called for every request. */
export function buildApp(
  config: WaitingRoomConfig,
  context: WaitingRoomContext,
  serving: () => Serving | undefined,
): HttpServer {
  const { guard, clients, keys, logger } = context;
  const app = createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    trustsProxy: (address) => clients.isOurs(address),
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    obstacles: () => [...guard.obstacles(), ...obstacles(serving())],
    // Redis judges turns by its own clock, so with another one this process would tell wrong times.
    faults: () => serving()?.clock.obstacles() ?? [],
    warnings: () => guard.warnings(),
    openApi: interfaces['waiting-room'],
  });
  const required = () => requireServing(serving());
  const requiredWithData = () => {
    requireData(guard);
    return required();
  };
  for (const prefix of ['/v1', '']) {
    void app.register(
      async (scope) => {
        registerLineRoutes(scope, required);
        registerPlaceRoutes(scope, requiredWithData, { clients, keys, logger });
      },
      { prefix },
    );
  }
  return app;
}

function obstacles(serving: Serving | undefined): string[] {
  if (serving === undefined) return ['the data was not opened yet'];
  return serving.isReachable() ? [] : ['Redis cannot be reached'];
}
