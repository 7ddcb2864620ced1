import { COLOR_SCHEMES, useColorScheme } from '@onsale/ui';
import classes from './ColorSchemeButton.module.css';
import { m } from '../paraglide/messages.js';

const LABELS = { auto: m.scheme_auto, light: m.scheme_light, dark: m.scheme_dark } as const;
const SIGNS = { auto: '◐', light: '○', dark: '●' } as const;

/** Goes through the colour schemes. */
export function ColorSchemeButton() {
  const [scheme, setScheme] = useColorScheme();
  const next = COLOR_SCHEMES[(COLOR_SCHEMES.indexOf(scheme) + 1) % COLOR_SCHEMES.length] ?? 'auto';
  return (
    <button
      type="button"
      className={classes.scheme}
      aria-label={LABELS[scheme]()}
      title={LABELS[scheme]()}
      onClick={() => setScheme(next)}
    >
      <span aria-hidden="true">{SIGNS[scheme]}</span>
    </button>
  );
}
