import { interfaces } from '@onsale/contracts';
import type { Ledger } from '@onsale/ledger';
import type { Records } from '@onsale/records';
import {
  ClientAddresses,
  createServiceServer,
  type HttpServer,
  type PaymentsClient,
  requireToken,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { Authenticate } from './access/authenticate.ts';
import { registerArchivedOrders } from './archive/archived-orders.ts';
import type { OfficeConfig } from './config.ts';
import { registerCodesRoutes } from './codes/codes-routes.ts';
import { registerCheckInsRoutes } from './check-ins/check-ins-routes.ts';
import { registerListRoutes } from './check-ins/list-routes.ts';
import { registerDeviceRoutes } from './check-ins/device-routes.ts';
import { registerByHandRoutes } from './entrance/by-hand-routes.ts';
import { registerDevicesRoutes } from './entrance/devices-routes.ts';
import { registerProgressRoutes } from './entrance/progress-routes.ts';
import { openProgress } from './entrance/read-progress.ts';
import { registerEntranceSettingsRoutes } from './entrance/settings-routes.ts';
import { registerEntranceLogRoutes } from './entrance/log-routes.ts';
import { registerEventsRoutes } from './events/events-routes.ts';
import { registerMailPreviews } from './mails/preview-routes.ts';
import { registerLineRoutes } from './line/line-routes.ts';
import { registerMailsRoutes } from './mails/mails-routes.ts';
import { registerMessagesRoutes } from './messages/messages-routes.ts';
import { registerNoticesRoutes } from './messages/notices-routes.ts';
import { registerOrdersRoutes } from './orders/orders-routes.ts';
import { registerPicturesRoutes } from './pictures/pictures-routes.ts';
import { registerRehearsalsRoutes } from './rehearsals/rehearsals-routes.ts';
import { registerReportsRoutes } from './reports/reports-routes.ts';
import { registerSaleRoutes } from './sale/sale-routes.ts';
import { registerSettingsRoutes } from './settings/settings-routes.ts';
import { registerStartRoutes } from './start/start-routes.ts';
import type { SignInAttempts } from './sign-in/attempts.ts';
import type { Auth } from './sign-in/auth.ts';
import type { TaskRunner } from './tasks/task-runner.ts';
import { registerTeamRoutes } from './team/team-routes.ts';
import { registerWebhooksRoutes } from './webhooks/webhooks-routes.ts';

/** An event with all its texts. Pictures have a limit of their own. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** What the routes work with. */
export interface OfficeParts extends ServerContext {
  config: OfficeConfig;
  records: Records;
  /** Throws `ApiError` 503 while Redis, or the data in it, cannot be used. */
  ledger: () => Ledger;
  auth: Auth;
  attempts: SignInAttempts;
  authenticate: Authenticate;
  /** Undefined where the office was not told of payments. */
  payments: PaymentsClient | undefined;
  tasks: Pick<TaskRunner, 'wake'>;
  /** Why nothing can be answered; empty when it can. */
  obstacles: () => readonly string[];
  /** What does not keep it from answering. */
  warnings: () => readonly string[];
}

/** Builds the HTTP interface of the office; opens nothing. */
export function buildApp(parts: OfficeParts): HttpServer {
  const { config, obstacles, warnings } = parts;
  const console = new URL(config.CONSOLE_URL);
  const proxies = new ClientAddresses(config.TRUSTED_PROXIES);
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: {
      host: config.HOST,
      allowedHosts: [...splitList(config.SHOP_HOSTS), console.hostname],
      allowedOrigins: [console.origin],
    },
    // Its reverse proxy tells where a request comes from.
    trustsProxy: (address) => proxies.isOurs(address),
    obstacles,
    warnings,
    openApi: interfaces.office,
  });
  void app.register((scope, _options, done) => {
    requireToken(scope, config.OFFICE_TOKEN);
    registerArchivedOrders(scope, parts);
    done();
  });
  const progress = openProgress(parts);
  void app.register((scope, _options, done) => {
    registerTeamRoutes(scope, parts);
    registerEventsRoutes(scope, parts);
    registerPicturesRoutes(scope, parts);
    registerCodesRoutes(scope, parts);
    registerLineRoutes(scope, parts);
    registerSaleRoutes(scope, parts);
    registerOrdersRoutes(scope, parts);
    registerEntranceSettingsRoutes(scope, parts);
    registerProgressRoutes(scope, parts, progress);
    registerDevicesRoutes(scope, parts);
    registerDeviceRoutes(scope, parts);
    registerCheckInsRoutes(scope, parts);
    registerListRoutes(scope, parts, progress);
    registerByHandRoutes(scope, parts);
    registerEntranceLogRoutes(scope, parts);
    registerReportsRoutes(scope, parts);
    registerMessagesRoutes(scope, parts);
    registerNoticesRoutes(scope, parts);
    registerMailsRoutes(scope, parts);
    registerWebhooksRoutes(scope, parts);
    registerMailPreviews(scope, parts);
    registerSettingsRoutes(scope, parts);
    registerStartRoutes(scope, parts);
    registerRehearsalsRoutes(scope, parts);
    done();
  });
  return app;
}
