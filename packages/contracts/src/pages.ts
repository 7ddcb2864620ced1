import type { Operation } from './operation.ts';
import { ErrorBody } from './schema.ts';
import { Type } from './type.ts';

/** What search engines and link previews read. A reverse proxy puts it into the pages of the shop. */
export const pages = {
  getPageHead: {
    operationId: 'getPageHead',
    method: 'GET',
    url: '/pages/head',
    summary: 'Title and description of a page of the shop',
    description:
      'A fragment for the <head> of the page: title, description, Open Graph, canonical address, and ' +
      'for an event its schema.org data. Any path has one; that of an unknown page is not to be ' +
      'indexed.',
    conditional: true,
    contentType: 'text/html',
    schema: {
      querystring: Type.Object({
        path: Type.String({ maxLength: 2000, examples: ['/events/lakeside-festival-2027'] }),
      }),
      response: {
        200: Type.String({ description: 'The fragment' }),
        400: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  getSitemap: {
    operationId: 'getSitemap',
    method: 'GET',
    url: '/pages/sitemap.xml',
    summary: 'The sitemap of the shop',
    description: 'The pages of all listed events. Empty while the shop has no PUBLIC_URL.',
    conditional: true,
    contentType: 'application/xml',
    schema: {
      response: { 200: Type.String({ description: 'The sitemap' }), 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;
