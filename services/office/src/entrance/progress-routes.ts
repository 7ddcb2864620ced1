import { type EntranceProgress, entranceOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import type { LiveEvents } from '../live/live-events.ts';

/** Registers the routes that say how it goes at the entrance of an event. */
export function registerProgressRoutes(
  scope: HttpServer,
  parts: OfficeParts,
  progress: LiveEvents<EntranceProgress>,
): void {
  // The server waits for open streams otherwise.
  scope.addHook('preClose', (done) => {
    progress.close();
    done();
  });
  const { readProgress, followProgress } = entranceOperations;
  route(scope, parts, readProgress, async ({ params }) => await progress.read(params.eventId));
  route(scope, parts, followProgress, async ({ params, request, reply }) => {
    // HEAD would be held open like a stream and get nothing.
    if (request.method === 'GET') await progress.follow(params.eventId, request, reply);
    return '';
  });
}
