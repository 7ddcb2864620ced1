import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { CatalogView } from './catalog-view.ts';
import { sendPage } from './send-page.ts';

/** `GET /tickets` and `GET /events` with their filters, `GET /events/:eventId` and `GET /seller`. */
export function registerBrowseRoutes(scope: HttpServer, catalogView: () => CatalogView): void {
  const app = withSchemaTypes(scope);
  const { listTickets, listEvents, getEvent, getSeller } = ticketPurchase;
  // The pages are serialized already; a response schema would do it again.
  app.get(
    listTickets.url,
    { schema: { querystring: listTickets.schema.querystring } },
    (request, reply) => sendPage(request, reply, catalogView().ticketsPage(request.query)),
  );
  app.get(
    listEvents.url,
    { schema: { querystring: listEvents.schema.querystring } },
    (request, reply) => sendPage(request, reply, catalogView().eventsPage(request.query)),
  );
  app.get(getEvent.url, { schema: { params: getEvent.schema.params } }, (request, reply) => {
    const page = catalogView().eventPage(request.params.eventId);
    if (page === undefined) throw new ApiError('EVENT_NOT_FOUND', 'this event does not exist');
    return sendPage(request, reply, page);
  });
  app.get(getSeller.url, (request, reply) => sendPage(request, reply, catalogView().sellerPage()));
}
