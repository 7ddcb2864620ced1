import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';

const codesRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/codes',
  component: lazyRouteComponent(() => import('./CodesPage.tsx'), 'CodesPage'),
});

/** The codes of an event. */
export const codesRoutes = [codesRoute] as const;
