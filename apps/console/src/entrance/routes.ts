import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';
import { readLogSearch } from './log/log-search.ts';

const entranceRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/entrance',
  component: lazyRouteComponent(() => import('./EntranceFrame.tsx'), 'EntranceFrame'),
});

const nowRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./NowPage.tsx'), 'NowPage'),
});

const ticketsRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/tickets',
  // The router reads what looks like a number as one.
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {},
  component: lazyRouteComponent(() => import('./tickets/TicketsPage.tsx'), 'TicketsPage'),
});

const conflictsRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/conflicts',
  validateSearch: ({ show }: Record<string, unknown>): { show?: 'all' } =>
    show === 'all' ? { show } : {},
  component: lazyRouteComponent(() => import('./log/ConflictsPage.tsx'), 'ConflictsPage'),
});

const logRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/log',
  validateSearch: readLogSearch,
  component: lazyRouteComponent(() => import('./log/LogPage.tsx'), 'LogPage'),
});

const setupRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./setup/SetupPage.tsx'), 'SetupPage'),
});

/** How people are let in to an event: as it goes, by hand, what was scanned, and how it is set up. */
export const entranceRoutes = [
  entranceRoute.addChildren([nowRoute, ticketsRoute, conflictsRoute, logRoute, setupRoute]),
] as const;
