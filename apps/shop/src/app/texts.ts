import { loadedTexts } from '@onsale/i18n';
import type * as English from '../paraglide/messages/en.js';
import type { Locale } from '../paraglide/runtime.js';

/**
 * Texts that are loaded together: `shop` with every page, the others with the pages that need them.
 * compile-messages.ts says which text is of which part.
 */
export type TextPart =
  | 'shop'
  | 'event'
  | 'checkout'
  | 'order'
  | 'tickets'
  | 'links'
  | 'code'
  | 'room';

// A visitor needs one language, and each has the weight of a page.
const LOADERS: Record<Locale, Record<TextPart, () => Promise<{ default: object }>>> = {
  en: {
    shop: () => import('../paraglide/messages/en.shop.js'),
    event: () => import('../paraglide/messages/en.event.js'),
    checkout: () => import('../paraglide/messages/en.checkout.js'),
    order: () => import('../paraglide/messages/en.order.js'),
    tickets: () => import('../paraglide/messages/en.tickets.js'),
    links: () => import('../paraglide/messages/en.links.js'),
    code: () => import('../paraglide/messages/en.code.js'),
    room: () => import('../paraglide/messages/en.room.js'),
  },
  de: {
    shop: () => import('../paraglide/messages/de.shop.js'),
    event: () => import('../paraglide/messages/de.event.js'),
    checkout: () => import('../paraglide/messages/de.checkout.js'),
    order: () => import('../paraglide/messages/de.order.js'),
    tickets: () => import('../paraglide/messages/de.tickets.js'),
    links: () => import('../paraglide/messages/de.links.js'),
    code: () => import('../paraglide/messages/de.code.js'),
    room: () => import('../paraglide/messages/de.room.js'),
  },
  fr: {
    shop: () => import('../paraglide/messages/fr.shop.js'),
    event: () => import('../paraglide/messages/fr.event.js'),
    checkout: () => import('../paraglide/messages/fr.checkout.js'),
    order: () => import('../paraglide/messages/fr.order.js'),
    tickets: () => import('../paraglide/messages/fr.tickets.js'),
    links: () => import('../paraglide/messages/fr.links.js'),
    code: () => import('../paraglide/messages/fr.code.js'),
    room: () => import('../paraglide/messages/fr.room.js'),
  },
};

let language: Locale | undefined;
/** What the pages that were opened so far say. */
const wanted = new Set<TextPart>(['shop']);

const { m, addTexts } = loadedTexts<typeof English>();
export { m };

/** Loads the texts of a language: those of every page, and of the pages that were opened. */
export async function loadTexts(next: Locale): Promise<void> {
  let asked: TextPart[];
  let found: object[];
  do {
    asked = [...wanted];
    found = await load(next, asked);
    // A page that was opened meanwhile has more.
  } while (wanted.size > asked.length);
  addTexts(...found);
  language = next;
}

/** Loads what a page says, in the language that is shown, even if another is chosen meanwhile. */
export async function loadTextsOf(...parts: TextPart[]): Promise<void> {
  for (const part of parts) wanted.add(part);
  let current: Locale;
  let found: object[];
  do {
    if (language === undefined) throw new Error('no language is loaded');
    current = language;
    found = await load(current, parts);
  } while (language !== current);
  addTexts(...found);
}

async function load(from: Locale, parts: TextPart[]): Promise<object[]> {
  return await Promise.all(parts.map(async (part) => (await LOADERS[from][part]()).default));
}
