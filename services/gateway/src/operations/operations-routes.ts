import { fleet } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Operations } from './operations.ts';

/** `GET /fleet` and `/fleet/stream`. */
export function registerOperationsRoutes(scope: HttpServer, operations: () => Operations): void {
  const app = withSchemaTypes(scope);
  const { url, schema } = fleet.readFleet;
  app.get(url, { schema }, async (_request, reply) => {
    // What is true now is no use to anybody later.
    reply.header('cache-control', 'no-store');
    return await operations().readFleet();
  });
  // HEAD would be held open like a follower, and get nothing.
  app.get(fleet.followFleet.url, { exposeHeadRoute: false }, (_request, reply) =>
    operations().fleetStreams.open(reply),
  );
}
