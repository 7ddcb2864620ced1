import { buildOpenApi } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  requireToken,
  type ServerContext,
  splitList,
} from '@onsale/service';
import { registerControlRoutes } from './api/control-routes.ts';
import { control, provider } from './api/operations.ts';
import { registerProviderRoutes } from './api/provider-routes.ts';
import type { Bank } from './bank.ts';
import { breakAnswers } from './faults/break-answers.ts';
import { registerPages } from './pages/pages.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** Builds the HTTP interface of the bank; opens nothing. */
export function buildApp(bank: Bank, context: ServerContext): HttpServer {
  const { config, books, panel, store } = bank;
  const publicUrl = new URL(config.PUBLIC_URL);
  const app = createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: {
      host: config.HOST,
      allowedHosts: [publicUrl.hostname, ...splitList(config.SHOP_HOSTS)],
      allowedOrigins: [publicUrl.origin],
    },
    obstacles: () => [],
    openApi: () =>
      buildOpenApi({
        title: 'Bank',
        version: '1.0.0',
        description: 'A payment provider for tests and demos. It takes no real money.',
        servers: ['/'],
        operations: { ...provider, ...control },
      }),
  });
  // Nothing is told before it is on disk.
  app.addHook('onSend', async () => await store.flushed());
  void app.register(async (scope) => {
    requireToken(scope, config.BANK_TOKEN);
    breakAnswers(scope, {
      dice: panel.dice,
      settings: () => panel.settings,
      checkoutOf: ({ params, body }) => books.find({ ...(params as object), ...(body as object) }),
    });
    registerProviderRoutes(scope, bank);
  });
  void app.register(async (scope) => {
    requireToken(scope, config.BANK_TOKEN);
    registerControlRoutes(scope, bank);
  });
  registerPages(app, bank);
  return app;
}
