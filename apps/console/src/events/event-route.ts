import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';

/** One event: its head and tabs, with the page of a tab below. What belongs to an event hangs here. */
export const eventRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/events/$eventId',
  component: lazyRouteComponent(() => import('./EventFrame.tsx'), 'EventFrame'),
});
