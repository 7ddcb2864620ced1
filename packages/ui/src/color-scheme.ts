// Loaded before anything else, and so without React.

export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const;
/** `auto`: as the system has it. */
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** Where the choice of a visitor is kept; the pages of one address share it. */
export const COLOR_SCHEME_KEY = 'color-scheme';

/** Shows the page in the scheme that the visitor has chosen before. Call it before drawing. */
export function restoreColorScheme(): void {
  show(chosenScheme());
}

/** Shows the page in another scheme, and keeps the choice. */
export function chooseColorScheme(scheme: ColorScheme): void {
  show(scheme);
  try {
    localStorage.setItem(COLOR_SCHEME_KEY, scheme);
  } catch {
    // Forbidden by the visitor: the choice lasts as long as the page.
  }
}

/** What the visitor has chosen, `auto` before any choice. */
export function chosenScheme(): ColorScheme {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(COLOR_SCHEME_KEY);
  } catch {
    // Forbidden by the visitor.
  }
  return COLOR_SCHEMES.find((scheme) => scheme === stored) ?? 'auto';
}

function show(scheme: ColorScheme): void {
  const { dataset } = document.documentElement;
  if (scheme === 'auto') delete dataset['colorScheme'];
  else dataset['colorScheme'] = scheme;
}
