import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';
import type { EventSearch } from './event-queries.ts';

const WHEN = ['upcoming', 'past', 'all'] as const;

const listRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/events',
  validateSearch: ({ q, status, when }: Record<string, unknown>): EventSearch => {
    const known = WHEN.find((each) => each === when);
    return {
      ...(typeof q === 'string' && q !== '' ? { q } : {}),
      ...(typeof status === 'string' && /^[a-z_,]+$/.test(status) ? { status } : {}),
      ...(known === undefined ? {} : { when: known }),
    };
  },
  component: lazyRouteComponent(() => import('./EventsPage.tsx'), 'EventsPage'),
});

const newRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/events/new',
  component: lazyRouteComponent(() => import('./NewEventPage.tsx'), 'NewEventPage'),
});

/** Pages about events that belong to no single one; those are in `event-pages.ts`. */
export const eventsRoutes = [listRoute, newRoute] as const;
