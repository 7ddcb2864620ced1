import { createQueryClient } from '@onsale/api-client';
import { restoreColorScheme } from '@onsale/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@onsale/ui/styles/tokens.css';
import '@onsale/ui/styles/page.css';
import { restoreLanguage } from './language.ts';
import { Routes } from './routes.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw in');

restoreColorScheme();
restoreLanguage();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <Routes />
    </QueryClientProvider>
  </StrictMode>,
);
