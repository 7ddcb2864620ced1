import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { eventRoute } from '../events/event-route.ts';

const messagesRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./MessagesPage.tsx'), 'MessagesPage'),
});

const newMessageRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/messages/new',
  component: lazyRouteComponent(() => import('./NewMessagePage.tsx'), 'NewMessagePage'),
});

const messageRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/messages/$messageId',
  component: lazyRouteComponent(() => import('./MessagePage.tsx'), 'MessagePage'),
});

/** Messages to the buyers of an event. */
export const messagesRoutes = [messagesRoute, newMessageRoute, messageRoute] as const;
