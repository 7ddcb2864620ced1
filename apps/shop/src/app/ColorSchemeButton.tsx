import { COLOR_SCHEMES, useColorScheme } from '@onsale/ui';
import classes from './ColorSchemeButton.module.css';
import { m } from '../paraglide/messages.js';

const LABELS = { auto: m.scheme_auto, light: m.scheme_light, dark: m.scheme_dark } as const;
/** The sun, the moon, and half of each; drawn in 24 by 24. */
const ICONS = {
  auto: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 5.5v13a6.5 6.5 0 0 0 0-13z',
  light:
    'M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9 M12 1.5v3M12 19.5v3M1.5 12h3M19.5 12h3M4.6 4.6l2.1 2.1M17.3 17.3l2.1 2.1M4.6 19.4l2.1-2.1M17.3 6.7l2.1-2.1',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
} as const;

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
      <svg viewBox="0 0 24 24" aria-hidden="true" data-scheme={scheme}>
        <path d={ICONS[scheme]} />
      </svg>
    </button>
  );
}
