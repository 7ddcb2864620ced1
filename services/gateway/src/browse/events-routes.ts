import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { sendPage } from './send-page.ts';
import type { Showcase } from './showcase.ts';

/** `GET /events` and `GET /events/:eventId`. */
export function registerEventRoutes(scope: HttpServer, showcase: Showcase): void {
  const app = withSchemaTypes(scope);
  app.get(ticketPurchase.listEvents.url, (request, reply) =>
    sendPage(request, reply, showcase.eventsPage()),
  );
  const { url, schema } = ticketPurchase.getEvent;
  app.get(url, { schema }, async (request) => {
    const event = showcase.event(request.params.eventId);
    if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'there is no such event');
    return event;
  });
}
