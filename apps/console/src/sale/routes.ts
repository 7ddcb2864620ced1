import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';

const saleRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/sale',
  component: lazyRouteComponent(() => import('./SalePage.tsx'), 'SalePage'),
});

/** The sale of an event as it runs, and its cancellation. */
export const saleRoutes = [saleRoute] as const;
