import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BROWSE_CACHE_CONTROL, type Page } from './page.ts';
import type { Showcase } from './showcase.ts';

/** `GET /tickets` with its filters, `GET /events` and `GET /events/:eventId`. */
export function registerBrowseRoutes(scope: HttpServer, showcase: () => Showcase): void {
  const app = withSchemaTypes(scope);
  const { listTickets, listEvents, getEvent } = ticketPurchase;
  // The showcase has already serialized the pages; a response schema would do it again.
  const input = { querystring: listTickets.schema.querystring };
  app.get(listTickets.url, { schema: input }, (request, reply) =>
    sendPage(request, reply, showcase().ticketsPage(request.query)),
  );
  app.get(listEvents.url, (request, reply) => sendPage(request, reply, showcase().eventsPage()));
  app.get(getEvent.url, { schema: getEvent.schema }, async (request, reply) => {
    const event = showcase().event(request.params.eventId);
    if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'this event does not exist');
    reply.header('cache-control', BROWSE_CACHE_CONTROL);
    return event;
  });
}

// Sends a page from memory, or 304 when the client already has it.
function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  reply.headers({ etag: page.etag, 'cache-control': BROWSE_CACHE_CONTROL });
  const known = request.headers['if-none-match'];
  const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === page.etag);
  if (isKnown === true) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(page.body);
}
