import { languageChoice } from '@onsale/ui/language-choice';
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

export const {
  chooseLanguage,
  currentLanguage,
  onLanguageChange,
  restoreLanguage,
  setLanguage,
  showLanguage,
} = languageChoice<Language>({ names: LANGUAGE_NAMES, base: 'en', loadTexts });
