import { COLOR_SCHEME_KEY } from '@onsale/ui';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Fragment, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@onsale/ui/styles/tokens.css';
import './console.css';
import 'dayjs/locale/de.js';
import 'dayjs/locale/en-gb.js';
import { useLanguage } from './use-language.ts';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { styleNonce } from './style-nonce.ts';
import { theme } from './theme.ts';

/** Draws the page, and whatever follows from what members do with it. */
export function drawConsole(): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no place to draw in');
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}

const colorSchemeManager = localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY });

function Console() {
  const language = useLanguage();
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <DatesProvider settings={{ locale: language === 'en' ? 'en-gb' : language }}>
          {/* Another language is another console: whatever was drawn is drawn anew. */}
          <Fragment key={language}>
            <Notifications position="bottom-center" limit={3} containerWidth={460} />
            <RouterProvider router={router} />
          </Fragment>
        </DatesProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
