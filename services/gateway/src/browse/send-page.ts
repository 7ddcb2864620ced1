import type { FastifyReply, FastifyRequest } from 'fastify';
import { BROWSE_CACHE_CONTROL, type Page } from './page.ts';

/** Sends a page from memory, as JSON unless told otherwise, or 304 when the client already has it. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  contentType = 'application/json',
): FastifyReply {
  reply.headers({ etag: page.etag, 'cache-control': BROWSE_CACHE_CONTROL });
  const known = request.headers['if-none-match'];
  const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === page.etag);
  if (isKnown === true) return reply.code(304).send();
  return reply.type(`${contentType}; charset=utf-8`).send(page.body);
}
