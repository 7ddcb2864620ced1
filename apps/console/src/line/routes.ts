import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';

const lineRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/line',
  component: lazyRouteComponent(() => import('./LinePage.tsx'), 'LinePage'),
});

/** The line of an event with a waiting room, as it goes on. */
export const lineRoutes = [lineRoute] as const;
