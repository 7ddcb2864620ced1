import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';
import { eventRoute } from '../events/event-route.ts';
import { readOrdersSearch } from './orders-search.ts';

const ordersRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/orders',
  validateSearch: readOrdersSearch,
  component: lazyRouteComponent(() => import('./OrdersPage.tsx'), 'OrdersPage'),
});

const orderRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('./OrderPage.tsx'), 'OrderPage'),
});

const eventOrdersRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/orders',
  validateSearch: readOrdersSearch,
  component: lazyRouteComponent(() => import('./EventOrdersPage.tsx'), 'EventOrdersPage'),
});

const deskRoute = createRoute({
  getParentRoute: () => eventRoute,
  path: '/desk',
  component: lazyRouteComponent(() => import('./desk/DeskPage.tsx'), 'DeskPage'),
});

/** Orders of all events, and of one. */
export const ordersRoutes = {
  ofTeam: [ordersRoute, orderRoute],
  ofEvent: [eventOrdersRoute, deskRoute],
} as const;
