import '@onsale/ui/styles/tokens.css';
import '@onsale/ui/styles/page.css';
import { createQueryClient, PREVIEW_READY, type ShopPreview } from '@onsale/api-client';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { chooseLanguage, currentLanguage, showLanguage } from '../app/language.ts';
import { eventQuery, eventTicketsQuery, sellerQuery } from '../app/queries.ts';
import { Routes } from '../app/routes.tsx';
import { answerFrom } from './answer-from.ts';

// The shop's pages in a frame of the console, which says what there is to show. They ask nobody else, and
// where they are stands in no address: a frame that is loaded again begins anew.

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw in');

const client = createQueryClient();
let shown: ShopPreview | undefined;
let isDrawn = false;

globalThis.fetch = answerFrom(() => shown);
addEventListener('message', ({ data, origin, source }: MessageEvent<Partial<ShopPreview>>) => {
  if (origin !== location.origin || source !== parent || data.kind !== 'onsale preview') return;
  void show(data as ShopPreview, root);
});
// Whatever leads out of these pages leads nowhere.
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a') !== null) event.preventDefault();
});
parent.postMessage(PREVIEW_READY, location.origin);

async function show(preview: ShopPreview, place: HTMLElement): Promise<void> {
  const { event, seller, colorScheme } = preview;
  shown = preview;
  document.documentElement.dataset['colorScheme'] = colorScheme;
  client.setQueryData(eventQuery(event.id).queryKey, event);
  client.setQueryData(eventTicketsQuery(event.id).queryKey, event.tickets);
  client.setQueryData(sellerQuery.queryKey, seller);
  const language = chooseLanguage(preview.language, []);
  if (!isDrawn || language !== currentLanguage()) await showLanguage(language);
  if (isDrawn) return;
  isDrawn = true;
  const { hook, searchHook } = memoryLocation({ path: `/events/${event.id}` });
  createRoot(place).render(
    <QueryClientProvider client={client}>
      <Router hook={hook} searchHook={searchHook}>
        <Routes />
      </Router>
    </QueryClientProvider>,
  );
}
