import { pages } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { CatalogView } from '../browse/catalog-view.ts';
import { makeTextPage } from '../browse/page.ts';
import { sendPage } from '../browse/send-page.ts';
import { eventHead, type Shop, shopHead, STATIC_HEAD, UNKNOWN_PAGE_HEAD } from './page-head.ts';
import { sitemap } from './sitemap.ts';

/** The pages of an event: its own, and that of the checkout. Ids are as in the catalog. */
const EVENT_PATH = /^\/events\/([a-z0-9-]{1,64})(?:\/checkout)?\/?$/;

const LIST_PATHS = new Set(['/', '/events', '/events/']);
/** Pages that exist and say nothing of themselves: an order is its buyer's business alone. */
const PRIVATE_PATH = /^\/(orders|lab)(\/|$)/;

const [staticHead, unknownHead] = [makeTextPage(STATIC_HEAD), makeTextPage(UNKNOWN_PAGE_HEAD)];

/** `GET /pages/head` and `GET /pages/sitemap.xml`, from memory. */
export function registerLinkRoutes(
  scope: HttpServer,
  catalogView: () => CatalogView,
  publicUrl: string | undefined,
): void {
  const app = withSchemaTypes(scope);
  const { getPageHead, getSitemap } = pages;
  const shop = (): Shop => ({ url: publicUrl, seller: catalogView().seller });
  const headOf = (path: string) => {
    if (LIST_PATHS.has(path)) return catalogView().listText('head', () => shopHead(shop()));
    const eventId = EVENT_PATH.exec(path)?.[1];
    if (eventId === undefined) return PRIVATE_PATH.test(path) ? staticHead : unknownHead;
    const page = catalogView().eventText(eventId, 'head', (event, moment) =>
      eventHead(event, moment, shop()),
    );
    return page ?? unknownHead;
  };
  app.get(
    getPageHead.url,
    { schema: { querystring: getPageHead.schema.querystring } },
    (request, reply) =>
      sendPage(request, reply, headOf(request.query.path), getPageHead.contentType),
  );
  app.get(getSitemap.url, (request, reply) => {
    const page = catalogView().listText('sitemap', (events) => sitemap(events, publicUrl));
    return sendPage(request, reply, page, getSitemap.contentType);
  });
}
