import { fleet } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Operations } from './operations.ts';

/** `GET /fleet` and `/fleet/stream`. */
export function registerOperationsRoutes(scope: HttpServer, operations: () => Operations): void {
  const app = withSchemaTypes(scope);
  const { url, schema } = fleet.readFleet;
  app.get(url, { schema }, async (_request, reply) => {
    // The answer is valid only now.
    reply.header('cache-control', 'no-store');
    return await operations().readFleet();
  });
  // HEAD would be held open like a stream and get nothing.
  app.get(fleet.followFleet.url, { exposeHeadRoute: false }, (_request, reply) =>
    operations().fleetStreams.open(reply),
  );
}
