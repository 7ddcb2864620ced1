import { fleet } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Operations } from './operations.ts';

/** `GET /fleet`, `/fleet/stream`, `/audit/books` and `/audit`. */
export function registerOperationsRoutes(scope: HttpServer, operations: () => Operations): void {
  const app = withSchemaTypes(scope);
  for (const [operation, run] of [
    [fleet.readFleet, () => operations().readFleet()],
    [fleet.readBooks, () => operations().readBooks()],
    [fleet.runAudit, () => operations().runAudit()],
  ] as const) {
    app.get(operation.url, { schema: operation.schema }, async (_request, reply) => {
      // What is true now is no use to anybody later.
      reply.header('cache-control', 'no-store');
      return await run();
    });
  }
  app.get(fleet.followFleet.url, (_request, reply) => operations().fleetStreams.open(reply));
}
