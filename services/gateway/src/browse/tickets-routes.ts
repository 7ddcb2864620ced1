import { ticketPurchase } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { sendPage } from './send-page.ts';
import type { Showcase } from './showcase.ts';

/** `GET /tickets`, with its filters. */
export function registerTicketRoutes(app: HttpServer, showcase: Showcase): void {
  const { url, schema } = ticketPurchase.listTickets;
  // The page is serialized by the showcase: no response schema here, it would do it again.
  const input = { querystring: schema.querystring };
  withSchemaTypes(app).get(url, { schema: input }, (request, reply) =>
    sendPage(request, reply, showcase.ticketsPage(request.query)),
  );
}
