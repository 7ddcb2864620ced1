import { languageOf, localeFor, setReaderLocale } from '@onsale/i18n';

// Loaded before anything else, and so without React.

/** Where the choice of a reader is kept; the pages of one address share it. */
const KEY = 'language';
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

export interface Languages<Language extends string> {
  /** Of each language, by which readers find it. */
  names: Readonly<Record<Language, string>>;
  /** For whoever reads none of them; the page starts with it. */
  base: Language;
  /** Loads what the app says in a language, which is then shown. */
  loadTexts: (language: Language) => Promise<void>;
}

/** Makes the choice between the languages of an app. */
export function languageChoice<Language extends string>({
  names,
  base,
  loadTexts,
}: Languages<Language>) {
  let current = base;
  const readers = new Set<() => void>();
  const isLanguage = (tag: string): tag is Language => Object.hasOwn(names, tag);

  /** The reader's choice, else the first of the browser's languages that the app has, else its base. */
  function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
    const wanted = [stored, ...preferred].map((tag) => languageOf(tag ?? ''));
    return wanted.find(isLanguage) ?? base;
  }

  /** Begins in the reader's language, whose texts are then loaded. Wait for it before drawing. */
  async function restoreLanguage(): Promise<void> {
    let stored: string | null = null;
    try {
      stored = localStorage.getItem(KEY);
    } catch {
      // Forbidden by the browser's settings.
    }
    await showLanguage(chooseLanguage(stored, navigator.languages));
  }

  /** Shows the page in another language, as it stands: what was typed stays. */
  async function setLanguage(language: Language): Promise<void> {
    await showLanguage(language);
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // Forbidden by the browser's settings: the choice lasts as long as the page.
    }
  }

  /** The same, for as long as the page is open. */
  async function showLanguage(language: Language): Promise<void> {
    await loadTexts(language);
    current = language;
    setReaderLocale(localeFor(language, navigator.languages));
    const { documentElement } = document;
    documentElement.lang = language;
    documentElement.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
    for (const reader of readers) reader();
  }

  /** Tells `reader` of each change of the language. Returns how to end that. */
  function onLanguageChange(reader: () => void): () => void {
    readers.add(reader);
    return () => readers.delete(reader);
  }

  return {
    chooseLanguage,
    restoreLanguage,
    setLanguage,
    showLanguage,
    currentLanguage: () => current,
    onLanguageChange,
  };
}
