import { useSyncExternalStore } from 'react';
import { currentLanguage, type Language, onLanguageChange } from './language.ts';

/** The language of the console. Whoever calls it is drawn again, with all below, when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguageChange, currentLanguage);
}
