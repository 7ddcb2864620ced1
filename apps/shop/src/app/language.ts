import { languageOf, localeFor, setReaderLocale } from '@onsale/i18n';
import type { Locale } from '../paraglide/runtime.js';
import { loadTexts } from './texts.ts';

// Loaded before anything else, and so without React.

export type Language = Locale;

/** Each by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
};
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as Language[];

/** Where the choice of a visitor is kept. */
const KEY = 'language';
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

let current: Language = 'en';
const readers = new Set<() => void>();

/** The visitor's choice, else the first of the browser's languages that the shop has, else English. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  const wanted = [stored, ...preferred].map((tag) => languageOf(tag ?? ''));
  return wanted.find(isLanguage) ?? 'en';
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGE_NAMES, tag);
}

/** Begins in the visitor's language, whose texts are then loaded. Wait for it before drawing. */
export async function restoreLanguage(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Forbidden by the visitor.
  }
  await showLanguage(chooseLanguage(stored, navigator.languages));
}

/** Shows the page in another language, as it stands: what was typed stays. */
export async function setLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Forbidden by the visitor: the choice lasts as long as the page.
  }
}

/** The language of the page. */
export function currentLanguage(): Language {
  return current;
}

/** Tells `reader` of each change of the language. Returns how to end that. */
export function onLanguageChange(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** The same, for as long as the page is open. */
export async function showLanguage(language: Language): Promise<void> {
  await loadTexts(language);
  current = language;
  setReaderLocale(localeFor(language, navigator.languages));
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
  for (const reader of readers) reader();
}
