import { COLOR_SCHEMES, useColorScheme } from '@onsale/ui';
import classes from './ColorSchemeButton.module.css';
import { strings } from './strings.ts';

const SIGNS = { auto: '◐', light: '○', dark: '●' } as const;

/** Goes through the colour schemes. */
export function ColorSchemeButton() {
  const [scheme, setScheme] = useColorScheme();
  const next = COLOR_SCHEMES[(COLOR_SCHEMES.indexOf(scheme) + 1) % COLOR_SCHEMES.length] ?? 'auto';
  return (
    <button
      type="button"
      className={classes.scheme}
      aria-label={strings.scheme[scheme]}
      title={strings.scheme[scheme]}
      onClick={() => setScheme(next)}
    >
      <span aria-hidden="true">{SIGNS[scheme]}</span>
    </button>
  );
}
