import { SelectField } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import classes from './LanguageChoice.module.css';
import { type Language, LANGUAGE_NAMES, LANGUAGES, setLanguage } from './language.ts';
import { useLanguage } from './use-language.ts';

/** The languages of the app, each by its own name. */
export function LanguageChoice() {
  const language = useLanguage();
  return (
    <div className={classes.language}>
      <SelectField
        label={m.settings_language()}
        value={language}
        options={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        onChange={({ currentTarget }) => void setLanguage(currentTarget.value as Language)}
      />
    </div>
  );
}
