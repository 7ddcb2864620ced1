import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from './event-route.ts';

const overviewRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./OverviewPage.tsx'), 'OverviewPage'),
});

/** The first tab of an event, and its editor. */
export const eventPagesRoutes = [overviewRoute] as const;
