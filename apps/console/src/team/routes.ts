import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, teamRoute } from '../app/root-route.tsx';

/** Whoever is sent here may come back to where they were. */
interface SignInSearch {
  to?: string;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  // Only a path of the console: a link must not lead elsewhere after the sign-in.
  validateSearch: ({ to }: Record<string, unknown>): SignInSearch =>
    typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {},
  component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
});

const teamListRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('./TeamPage.tsx'), 'TeamPage'),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./ApiKeysPage.tsx'), 'ApiKeysPage'),
});

const activityRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./ActivityPage.tsx'), 'ActivityPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage'),
});

/** Pages for people who are not signed in. */
export const publicTeamRoutes = [signInRoute] as const;

export const teamRoutes = [teamListRoute, apiKeysRoute, activityRoute, accountRoute] as const;
