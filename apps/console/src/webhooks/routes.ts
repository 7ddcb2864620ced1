import type { WebhookDelivery } from '@onsale/api-client';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';

/** What the log of an endpoint is filtered by. */
export interface LogSearch {
  state?: WebhookDelivery['state'];
}

const STATES: ReadonlySet<unknown> = new Set(['waiting', 'delivered', 'failed', 'skipped']);

const webhooksRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./WebhooksPage.tsx'), 'WebhooksPage'),
});

const endpointRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/webhooks/$endpointId',
  validateSearch: ({ state }: Record<string, unknown>): LogSearch =>
    STATES.has(state) ? { state: state as WebhookDelivery['state'] } : {},
  component: lazyRouteComponent(() => import('./EndpointPage.tsx'), 'EndpointPage'),
});

const deliveryRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/webhooks/$endpointId/$deliveryId',
  component: lazyRouteComponent(() => import('./DeliveryPage.tsx'), 'DeliveryPage'),
});

/** The seller's other systems, and what they are told. */
export const webhooksRoutes = [webhooksRoute, endpointRoute, deliveryRoute] as const;
