import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from './page.ts';

/** Sends a page from memory, or 304 when the client has it already. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  reply.header('etag', page.etag).header('cache-control', page.cacheControl);
  const known = request.headers['if-none-match'];
  if (
    known !== undefined &&
    known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === page.etag)
  ) {
    return reply.code(304).send();
  }
  return reply.type('application/json; charset=utf-8').send(page.body);
}
