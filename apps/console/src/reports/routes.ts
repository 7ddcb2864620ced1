import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';
import { eventRoute } from '../events/event-route.ts';
import { readReportsSearch } from './reports-search.ts';

const reportsRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/reports',
  validateSearch: readReportsSearch,
  component: lazyRouteComponent(() => import('./ReportsPage.tsx'), 'ReportsPage'),
});

const eventReportsRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/reports',
  validateSearch: readReportsSearch,
  component: lazyRouteComponent(() => import('./EventReportsPage.tsx'), 'EventReportsPage'),
});

/** Sums of all events, and of one. */
export const reportsRoutes = {
  ofTeam: [reportsRoute],
  ofEvent: [eventReportsRoute],
} as const;
