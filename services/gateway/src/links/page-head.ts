import type { StoredEvent } from '@onsale/ledger';
import { DEFAULT_NAME } from '../browse/seller-view.ts';
import type { Moment } from '../browse/show-catalog.ts';
import { startDayOf } from '../browse/start-day.ts';
import { absolute, eventAddress } from './addresses.ts';
import { eventData } from './event-data.ts';
import { escapeHtml, jsonForScript } from './escape.ts';
import { plainText } from './plain-text.ts';

/** The shop as others know it. */
export interface Shop {
  /** `PUBLIC_URL`. */
  url: string | undefined;
  seller: { name: string; website?: string } | undefined;
}

const SHOP_DESCRIPTION =
  'Tickets for concerts, festivals and nights out. Every ticket is sold once, and you always know ' +
  'where your order stands.';
/** As much as search engines and previews show. */
const DESCRIPTION_LENGTH = 200;

/** The head of a page that says nothing about what it shows; the same as in the page itself. */
export const STATIC_HEAD = head({ title: DEFAULT_NAME, description: SHOP_DESCRIPTION });

/** The head of a page that does not exist. */
export const UNKNOWN_PAGE_HEAD = `${STATIC_HEAD}${meta('name', 'robots', 'noindex')}`;

/** The head of the list of events. */
export function shopHead(shop: Shop): string {
  const [name, url] = [nameOf(shop), absolute('/', shop.url)];
  return (
    head({ title: name, description: SHOP_DESCRIPTION, url }) +
    openGraph({ title: name, description: SHOP_DESCRIPTION, url }, name)
  );
}

/** The head of an event's page, with its schema.org data. */
export function eventHead(stored: StoredEvent, moment: Moment, shop: Shop): string {
  const { document: event } = stored;
  const [place, day] = [event.city ?? event.venue, showDay(startDayOf(event))];
  const title = `${event.name}, ${place}, ${day}`;
  const about = plainText(event.description, DESCRIPTION_LENGTH);
  const description = about === '' ? `Tickets for ${event.name} at ${event.venue}, ${day}.` : about;
  const [url, image] = [eventAddress(event.id, shop.url), absolute(event.picture, shop.url)];
  const data = eventData(stored, moment, { description, url, image, seller: shop.seller });
  return (
    head({ title: `${title} · ${nameOf(shop)}`, description, url }) +
    openGraph({ title, description, url, image }, nameOf(shop)) +
    (event.rehearsal === true ? meta('name', 'robots', 'noindex') : '') +
    `<script type="application/ld+json">${jsonForScript(data)}</script>\n`
  );
}

function nameOf({ seller }: Shop): string {
  return seller?.name ?? DEFAULT_NAME;
}

function head(about: { title: string; description: string; url?: string | undefined }): string {
  const { title, description, url } = about;
  return (
    `<title>${escapeHtml(title)}</title>\n` +
    meta('name', 'description', description) +
    (url === undefined ? '' : `<link rel="canonical" href="${escapeHtml(url)}" />\n`)
  );
}

function openGraph(
  about: {
    title: string;
    description: string;
    url: string | undefined;
    image?: string | undefined;
  },
  siteName: string,
): string {
  const { title, description, url, image } = about;
  const card = image === undefined ? 'summary' : 'summary_large_image';
  return [
    meta('property', 'og:type', 'website'),
    meta('property', 'og:site_name', siteName),
    meta('property', 'og:title', title),
    meta('property', 'og:description', description),
    url === undefined ? '' : meta('property', 'og:url', url),
    image === undefined ? '' : meta('property', 'og:image', image),
    meta('name', 'twitter:card', card),
  ].join('');
}

function meta(kind: 'name' | 'property', name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}" />\n`;
}

// "1 May 2087".
function showDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(day),
  );
}
