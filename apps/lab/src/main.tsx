import { createQueryClient } from '@onsale/api-client';
import { COLOR_SCHEME_KEY, ErrorBoundary } from '@onsale/ui';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './mantine.css';
import '@onsale/ui/styles/tokens.css';
import '@onsale/ui/styles/page.css';
import { LabPage } from './LabPage.tsx';
import { theme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw in');

// The policy of the page allows no style elements: Mantine's variables come from a file instead.
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY })}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={createQueryClient()}>
        <ErrorBoundary fallback={<p>Something went wrong. Reload the page.</p>}>
          <LabPage />
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
