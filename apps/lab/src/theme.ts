import { createTheme } from '@mantine/core';

/** What Mantine needs to know of the look; colours and sizes stand in `styles/tokens.css`. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 0,
  cursorType: 'pointer',
  respectReducedMotion: true,
});
