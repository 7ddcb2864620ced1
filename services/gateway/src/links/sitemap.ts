import type { StoredEvent } from '@onsale/ledger';
import { absolute, eventAddress } from './addresses.ts';
import { escapeHtml } from './escape.ts';

/** As many addresses as one sitemap may have. */
const MAX_ADDRESSES = 50_000;

/** The sitemap (https://www.sitemaps.org) of the shop; without a public address, an empty one. */
export function sitemap(events: readonly StoredEvent[], publicUrl: string | undefined): string {
  const addresses = [
    { address: absolute('/', publicUrl), changedAtMs: undefined },
    ...events.map(({ document, changedAtMs }) => {
      return { address: eventAddress(document.id, publicUrl), changedAtMs };
    }),
  ];
  const entries = addresses
    .slice(0, MAX_ADDRESSES)
    .flatMap(({ address, changedAtMs }) =>
      address === undefined
        ? []
        : [`<url><loc>${escapeHtml(address)}</loc>${lastChange(changedAtMs)}</url>\n`],
    );
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</urlset>\n`
  );
}

function lastChange(changedAtMs: number | undefined): string {
  if (changedAtMs === undefined) return '';
  return `<lastmod>${new Date(changedAtMs).toISOString()}</lastmod>`;
}
