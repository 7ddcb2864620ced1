import { createRoute, createRouter } from '@tanstack/react-router';
import { entranceRoutes } from '../entrance/routes.ts';
import { eventsRoutes } from '../events/routes.ts';
import { codesRoutes } from '../codes/routes.ts';
import { lineRoutes } from '../line/routes.ts';
import { mailsRoutes } from '../mails/routes.ts';
import { messagesRoutes } from '../messages/routes.ts';
import { ordersRoutes } from '../orders/routes.ts';
import { rehearsalRoutes } from '../rehearsal/routes.ts';
import { reportsRoutes } from '../reports/routes.ts';
import { saleRoutes } from '../sale/routes.ts';
import { settingsRoutes } from '../settings/routes.ts';
import { startRoutes } from '../start/routes.ts';
import { publicTeamRoutes, teamRoutes } from '../team/routes.ts';
import { webhooksRoutes } from '../webhooks/routes.ts';
import { eventRoute } from '../events/event-route.ts';
import { eventPagesRoutes } from '../events/event-pages.ts';
import { BrokenPage } from './BrokenPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { queryClient } from './query-client.ts';
import { rootRoute, teamRoute } from './root-route.tsx';

/** Whatever else is asked for, in the frame. */
const anyRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '$',
  component: NotFoundPage,
});

/** The map of the console; each area has its part in its own folder. */
const routes = rootRoute.addChildren([
  ...publicTeamRoutes,
  teamRoute.addChildren([
    ...startRoutes,
    ...eventsRoutes,
    // The pages of one event, below its head and tabs.
    eventRoute.addChildren([
      ...eventPagesRoutes,
      ...saleRoutes,
      ...lineRoutes,
      ...codesRoutes,
      ...entranceRoutes,
      ...ordersRoutes.ofEvent,
      ...reportsRoutes.ofEvent,
      ...messagesRoutes,
    ]),
    ...ordersRoutes.ofTeam,
    ...reportsRoutes.ofTeam,
    ...mailsRoutes,
    ...rehearsalRoutes,
    ...teamRoutes,
    ...settingsRoutes,
    ...webhooksRoutes,
    anyRoute,
  ]),
]);

export const router = createRouter({
  routeTree: routes,
  context: { queryClient },
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
  // What a link leads to is loaded when a pointer or a finger is on it.
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
