import { languageOf, localeFor, setReaderLocale } from '@onsale/i18n';
import { useSyncExternalStore } from 'react';
import {
  baseLocale,
  isLocale,
  type Locale,
  locales,
  overwriteGetLocale,
} from '../paraglide/runtime.js';
import { loadTexts } from './texts.ts';

export type Language = Locale;
export const LANGUAGES: readonly Language[] = locales;

/** Each by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
};

/** Where the choice of a visitor is kept. */
const KEY = 'language';
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

let current: Language = baseLocale;
const readers = new Set<() => void>();

/** The visitor's choice, else the first of the browser's languages that the shop has, else English. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  const wanted = [stored, ...preferred].map((tag) => languageOf(tag ?? ''));
  return wanted.find((tag) => isLocale(tag)) ?? baseLocale;
}

/** Begins in the visitor's language, whose texts are then loaded. Wait for it before drawing. */
export async function restoreLanguage(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Forbidden by the visitor.
  }
  overwriteGetLocale(() => current);
  await show(chooseLanguage(stored, navigator.languages));
}

/** Shows the page in another language, as it stands: what was typed stays. */
export async function setLanguage(language: Language): Promise<void> {
  await show(language);
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Forbidden by the visitor: the choice lasts as long as the page.
  }
  for (const reader of readers) reader();
}

/** The language of the page. Whoever calls it is drawn again, with all below, when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => current);
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

async function show(language: Language): Promise<void> {
  await loadTexts(language);
  current = language;
  setReaderLocale(localeFor(language, navigator.languages));
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}
