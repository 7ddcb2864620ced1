import { languageChoice } from '@onsale/ui/language-choice';
import type { Locale } from '../paraglide/runtime.js';
import { loadTexts } from './texts.ts';

/** Each by its own name; the choice is that of the shop. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
};

export const { currentLanguage, onLanguageChange, restoreLanguage, setLanguage } =
  languageChoice<Locale>({ names: LANGUAGE_NAMES, base: 'en', loadTexts });
