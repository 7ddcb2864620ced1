import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';

const listRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/events',
  component: lazyRouteComponent(() => import('./EventsPage.tsx'), 'EventsPage'),
});

/** Pages about events that belong to no single one; those are in `event-pages.ts`. */
export const eventsRoutes = [listRoute] as const;
