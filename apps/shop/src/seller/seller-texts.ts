import type { Seller } from '@onsale/api-client';

/** What a seller may publish, in the order of the links. Each is the address of a page. */
export const SELLER_TEXTS = ['terms', 'refunds', 'imprint', 'privacy', 'accessibility'] as const;
export type SellerTextName = (typeof SELLER_TEXTS)[number];

/** A text, Markdown or one https URL; undefined when the seller has none. */
export function sellerText(seller: Seller, name: SellerTextName): string | undefined {
  const text = name === 'terms' ? seller.terms?.text : seller[name];
  return text?.trim() === '' ? undefined : text;
}

/** The URL that stands in the place of a text; undefined when it is a text. */
export function urlOf(text: string): string | undefined {
  const address = text.trim();
  if (/\s/.test(address)) return undefined;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Where the link to a text leads; undefined when the seller has none. */
export function sellerLink(seller: Seller, name: SellerTextName): string | undefined {
  const text = sellerText(seller, name);
  return text === undefined ? undefined : (urlOf(text) ?? `/${name}`);
}

/** What opens a mail to the seller; undefined when there is no address. */
export function contactLink(seller: Pick<Seller, 'contactEmail'> | undefined): string | undefined {
  const { contactEmail } = seller ?? {};
  if (contactEmail === undefined) return undefined;
  return `mailto:${encodeURIComponent(contactEmail).replace('%40', '@')}`;
}
