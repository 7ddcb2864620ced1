import type * as English from '../paraglide/messages/en.js';
import type { Locale } from '../paraglide/runtime.js';

type TextOf<Text> = Text extends (inputs: infer Inputs) => string
  ? object extends Inputs
    ? () => string
    : (inputs: Inputs) => string
  : never;

/** Every text of the shop, as a function of what it names. */
export type Texts = { readonly [Name in keyof typeof English]: TextOf<(typeof English)[Name]> };

interface Loaders {
  /** What every page says. */
  shop: () => Promise<object>;
  /** What only the page of an order says. */
  order: () => Promise<object>;
}

// A visitor needs one language, and each has the weight of a page.
const LOADERS: Record<Locale, Loaders> = {
  en: {
    shop: () => import('../paraglide/messages/en.shop.js'),
    order: () => import('../paraglide/messages/en.order.js'),
  },
  de: {
    shop: () => import('../paraglide/messages/de.shop.js'),
    order: () => import('../paraglide/messages/de.order.js'),
  },
  fr: {
    shop: () => import('../paraglide/messages/fr.shop.js'),
    order: () => import('../paraglide/messages/fr.order.js'),
  },
};

let texts: Record<string, (inputs?: object) => string> = {};
let loaded: Locale | undefined;
let isOrderLoaded = false;

/** The texts in the language that was loaded last. A function of it may be kept: it follows. */
export const m = new Proxy({} as Texts, {
  get: (_, name: string) => (inputs?: object) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`the text ${name} is not loaded`);
    return text(inputs);
  },
});

/** Loads the texts of a language. */
export async function loadTexts(language: Locale): Promise<void> {
  const { shop, order } = LOADERS[language];
  const parts = await Promise.all([shop(), isOrderLoaded ? order() : {}]);
  texts = Object.assign({}, ...parts) as typeof texts;
  loaded = language;
}

/** Loads what the page of an order says, in the language that was loaded last. */
export async function loadOrderTexts(): Promise<void> {
  const language = loaded;
  if (language === undefined) throw new Error('no language is loaded');
  isOrderLoaded = true;
  const order = await LOADERS[language].order();
  // Another language that was chosen meanwhile has brought its own.
  if (loaded === language) texts = { ...texts, ...order };
}
