import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';

/** With what the plan begins. */
export interface RehearsalSearch {
  event?: string;
}

const rehearsalRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/rehearsal',
  validateSearch: ({ event }: Record<string, unknown>): RehearsalSearch =>
    typeof event === 'string' && event !== '' ? { event } : {},
  component: lazyRouteComponent(() => import('./RehearsalPage.tsx'), 'RehearsalPage'),
});

const reportRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/rehearsal/$runId',
  component: lazyRouteComponent(() => import('./ReportPage.tsx'), 'ReportPage'),
});

/** Playing a sale before anybody buys. */
export const rehearsalRoutes = [rehearsalRoute, reportRoute] as const;
