import type { AdmissionKeys } from '@onsale/admission';
import { waitingRoom } from '@onsale/contracts';
import { type ClientAddresses, type HttpServer, withSchemaTypes } from '@onsale/service';
import { noLine } from '../lines/line-routes.ts';
import type { Serving } from '../serving.ts';

/** Somebody's own place: join, ask, leave, more time, away. */
export function registerPlaceRoutes(
  scope: HttpServer,
  serving: () => Serving,
  _context: { clients: ClientAddresses; keys: AdmissionKeys },
): void {
  const app = withSchemaTypes(scope);
  const { joinLine, getPlace, leaveLine, askMoreTime, goAway } = waitingRoom;
  const refuse = () => {
    serving();
    throw noLine();
  };
  app.post(joinLine.url, { schema: joinLine.schema }, refuse);
  app.get(getPlace.url, { schema: getPlace.schema }, refuse);
  app.delete(leaveLine.url, { schema: leaveLine.schema }, refuse);
  app.post(askMoreTime.url, { schema: askMoreTime.schema }, refuse);
  app.post(goAway.url, { schema: goAway.schema, config: { acceptsForms: true } }, refuse);
}
