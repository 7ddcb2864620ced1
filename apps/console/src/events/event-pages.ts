import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from './event-route.ts';

const overviewRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./OverviewPage.tsx'), 'OverviewPage'),
});

const editRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/edit',
  component: lazyRouteComponent(() => import('./EditPage.tsx'), 'EditPage'),
});

/** The first tab of an event, and its editor. */
export const eventPagesRoutes = [overviewRoute, editRoute] as const;
