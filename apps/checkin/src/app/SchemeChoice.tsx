import { COLOR_SCHEMES, useColorScheme } from '@onsale/ui';
import { useId } from 'react';
import { m } from '../paraglide/messages.js';
import classes from './SchemeChoice.module.css';

const WORDS = {
  auto: m.settings_scheme_auto,
  light: m.settings_scheme_light,
  dark: m.settings_scheme_dark,
} as const;

/** Light for the sun, dark for the night, or as the phone has it. */
export function SchemeChoice() {
  const [scheme, setScheme] = useColorScheme();
  const name = useId();
  return (
    <fieldset className={classes.choice}>
      <legend>{m.settings_scheme()}</legend>
      <div>
        {COLOR_SCHEMES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={name}
              value={each}
              checked={scheme === each}
              onChange={() => setScheme(each)}
            />
            <span>{WORDS[each]()}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
