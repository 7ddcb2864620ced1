import { m } from '../paraglide/messages.js';
import { type Language, LANGUAGE_NAMES, LANGUAGES, setLanguage } from './language.ts';
import { useLanguage } from './use-language.ts';
import classes from './LanguageSelect.module.css';

/** The languages of the shop, each by its own name. */
export function LanguageSelect() {
  const language = useLanguage();
  return (
    <select
      className={classes.language}
      aria-label={m.language()}
      value={language}
      onChange={({ currentTarget }) => void setLanguage(currentTarget.value as Language)}
    >
      {LANGUAGES.map((each) => (
        <option key={each} value={each} lang={each}>
          {LANGUAGE_NAMES[each]}
        </option>
      ))}
    </select>
  );
}
