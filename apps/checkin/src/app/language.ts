import { languageOf, localeFor, setReaderLocale } from '@onsale/i18n';
import type { Locale } from '../paraglide/runtime.js';
import { loadTexts } from './texts.ts';

// Loaded before anything else, and so without React.

export type Language = Locale;

/** Each by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as Language[];

/** Where the choice of this device is kept. The console has the same address, and so the same choice. */
const KEY = 'language';

let current: Language = 'en';
const readers = new Set<() => void>();

/** The choice of this device, else the first of the browser's languages that the app has, else English. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  const wanted = [stored, ...preferred].map((tag) => languageOf(tag ?? ''));
  return wanted.find(isLanguage) ?? 'en';
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGE_NAMES, tag);
}

/** Begins in the language of this device, whose texts are then loaded. Wait for it before drawing. */
export async function restoreLanguage(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Forbidden by the browser's settings.
  }
  await show(chooseLanguage(stored, navigator.languages));
}

/** Draws the app anew in another language. */
export async function setLanguage(language: Language): Promise<void> {
  await show(language);
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Forbidden by the browser's settings: the choice lasts as long as the page.
  }
  for (const reader of readers) reader();
}

/** The language of the app. */
export function currentLanguage(): Language {
  return current;
}

/** Tells `reader` of each change of the language. Returns how to end that. */
export function onLanguageChange(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

async function show(language: Language): Promise<void> {
  await loadTexts(language);
  current = language;
  setReaderLocale(localeFor(language, navigator.languages));
  document.documentElement.lang = language;
}
