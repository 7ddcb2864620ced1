import { ApiError, Audit, audits, Books, buildOpenApi, TicketBooks } from '@onsale/contracts';
import type { Ledger } from '@onsale/ledger';
import {
  createServiceServer,
  type HttpServer,
  type ServerContext,
  splitList,
  withSchemaTypes,
} from '@onsale/service';
import { createAudits } from './audits.ts';

/** Requests have no bodies. */
const BODY_LIMIT_BYTES = 1024;

/**
 * Builds the HTTP interface of the audit: `GET /audit` and `/audit/books`, with and without `/v1`.
 * Opens nothing. `ledger` is undefined until the data is available; `signal` aborts a running
 * audit.
 */
export function buildAuditApp(
  context: ServerContext & {
    signal: AbortSignal;
    config: { HOST: string; SHOP_HOSTS?: string };
  },
  parts: { ledger: () => Ledger | undefined; obstacles: () => readonly string[] },
): HttpServer {
  const app = createServiceServer(context, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    foreign: { host: context.config.HOST, allowedHosts: splitList(context.config.SHOP_HOSTS) },
    obstacles: parts.obstacles,
    openApi: () =>
      buildOpenApi({
        title: 'Audit API',
        version: '1.0.0',
        description: 'The books, and the audit that reads every order.',
        servers: ['/v1', '/'],
        operations: audits,
        schemas: { Audit, Books, TicketBooks },
      }),
  });
  const { readBooks, runAudit } = createAudits(context.registry, {
    signal: context.signal,
    ledger: () => {
      const ledger = parts.ledger();
      if (ledger !== undefined) return ledger;
      throw new ApiError('NOT_READY', parts.obstacles().join('; '), { retryAfterS: 1 });
    },
  });
  for (const prefix of ['/v1', '']) {
    void app.register(
      async (scope) => {
        const routes = withSchemaTypes(scope);
        for (const [operation, run] of [
          [audits.readBooks, readBooks],
          [audits.runAudit, runAudit],
        ] as const) {
          routes.get(operation.url, { schema: operation.schema }, async (_request, reply) => {
            // The result is valid only now.
            reply.header('cache-control', 'no-store');
            return await run();
          });
        }
      },
      { prefix },
    );
  }
  return app;
}
