import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';
import { readMailsSearch, readPreviewSearch } from './mails-search.ts';

const mailsRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/mails',
  validateSearch: readMailsSearch,
  component: lazyRouteComponent(() => import('./MailsPage.tsx'), 'MailsPage'),
});

const mailRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/mails/$mailId',
  component: lazyRouteComponent(() => import('./MailPage.tsx'), 'MailPage'),
});

const previewsRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/mails/previews',
  validateSearch: readPreviewSearch,
  component: lazyRouteComponent(() => import('./PreviewsPage.tsx'), 'PreviewsPage'),
});

const serverRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/mails/server',
  component: lazyRouteComponent(() => import('./ServerPage.tsx'), 'ServerPage'),
});

/** What is mailed to buyers, how it reads, and the server that takes it. */
export const mailsRoutes = [mailsRoute, previewsRoute, serverRoute, mailRoute] as const;
