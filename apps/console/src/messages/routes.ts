import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';

const messagesRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./MessagesPage.tsx'), 'MessagesPage'),
});

/** Messages to the buyers of an event. */
export const messagesRoutes = [messagesRoute] as const;
