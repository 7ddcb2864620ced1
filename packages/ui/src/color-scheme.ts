import { useState } from 'react';

export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const;
/** `auto`: as the system has it. */
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** Where the choice of a visitor is kept; the pages of one address share it. */
export const COLOR_SCHEME_KEY = 'color-scheme';

/** Shows the page in the scheme that the visitor has chosen before. Call it before drawing. */
export function restoreColorScheme(): void {
  show(chosenScheme());
}

/** The chosen scheme, and how to choose another. */
export function useColorScheme(): [ColorScheme, (scheme: ColorScheme) => void] {
  const [scheme, setScheme] = useState(chosenScheme);
  return [
    scheme,
    (next) => {
      setScheme(next);
      show(next);
      try {
        localStorage.setItem(COLOR_SCHEME_KEY, next);
      } catch {
        // Forbidden by the visitor: the choice lasts as long as the page.
      }
    },
  ];
}

function chosenScheme(): ColorScheme {
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
