import { ApiError, waitingRoom } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { lineOf, type Serving } from '../serving.ts';

/** The door keeps it for a second, and shows the old one while it asks anew or when nobody answers. */
const LINE_CACHE = 'public, max-age=1, stale-while-revalidate=5, stale-if-error=60';
/** It does not change any more. */
const LOTS_CACHE = 'public, max-age=3600';

/** `GET /lines/:eventId` and the lots of its draw. `serving` must not throw for want of data: what was seen last is told. */
export function registerLineRoutes(scope: HttpServer, serving: () => Serving): void {
  const app = withSchemaTypes(scope);
  const { getLine, getLots } = waitingRoom;
  // The page is serialized already; a response schema would do it again.
  app.get(getLine.url, { schema: { params: getLine.schema.params } }, async (request, reply) => {
    const { line } = await lineOf(serving(), request.params.eventId);
    if (line.page === undefined) throw notReady();
    reply.header('cache-control', LINE_CACHE).type('application/json; charset=utf-8');
    return await reply.serializer(String).send(line.page);
  });
  app.get(getLots.url, { schema: { params: getLots.schema.params } }, async (request, reply) => {
    const { line, lots } = await lineOf(serving(), request.params.eventId);
    const text = await lots.read(line);
    if (text === undefined)
      throw new ApiError('NOT_FOUND', 'no lots have been drawn for this line');
    reply.header('cache-control', LOTS_CACHE).type('text/plain; charset=utf-8');
    return await reply.send(text);
  });
}

function notReady(): ApiError {
  return new ApiError('NOT_READY', 'the line has not been read yet; try again in a moment', {
    retryAfterS: 1,
  });
}
