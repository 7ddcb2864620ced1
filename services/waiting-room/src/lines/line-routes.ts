import { ApiError, waitingRoom } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Serving } from '../serving.ts';

/** `GET /lines/:eventId` and the lots of its draw. */
export function registerLineRoutes(scope: HttpServer, serving: () => Serving): void {
  const app = withSchemaTypes(scope);
  const { getLine, getLots } = waitingRoom;
  app.get(getLine.url, { schema: getLine.schema }, async () => {
    serving();
    throw noLine();
  });
  app.get(getLots.url, { schema: getLots.schema }, async () => {
    serving();
    throw noLine();
  });
}

export function noLine(): ApiError {
  return new ApiError('LINE_NOT_FOUND', 'this event has no waiting room');
}
