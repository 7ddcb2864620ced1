import { useState } from 'react';
import { chooseColorScheme, chosenScheme, type ColorScheme } from './color-scheme.ts';

/** The chosen scheme, and how to choose another. */
export function useColorScheme(): [ColorScheme, (scheme: ColorScheme) => void] {
  const [scheme, setScheme] = useState(chosenScheme);
  return [
    scheme,
    (next) => {
      setScheme(next);
      chooseColorScheme(next);
    },
  ];
}
