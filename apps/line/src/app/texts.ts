import { loadedTexts } from '@onsale/i18n';
import type * as English from '../paraglide/messages/en.js';
import type { Locale } from '../paraglide/runtime.js';

// A visitor needs one language.
const LOADERS: Record<Locale, () => Promise<object>> = {
  en: () => import('../paraglide/messages/en.js'),
  de: () => import('../paraglide/messages/de.js'),
  fr: () => import('../paraglide/messages/fr.js'),
};

const { m, addTexts } = loadedTexts<typeof English>();
export { m };

/** Loads all texts of a language. */
export async function loadTexts(language: Locale): Promise<void> {
  addTexts(await LOADERS[language]());
}
