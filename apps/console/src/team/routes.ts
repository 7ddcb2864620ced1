import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, teamRoute } from '../app/root-route.tsx';
import type { ActivitySearch } from './team-queries.ts';

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
  validateSearch: ({ actorId, eventId, subject }: Record<string, unknown>): ActivitySearch => ({
    ...(typeof actorId === 'string' ? { actorId } : {}),
    ...(typeof eventId === 'string' ? { eventId } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
  }),
  component: lazyRouteComponent(() => import('./ActivityPage.tsx'), 'ActivityPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage'),
});

const firstOwnerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/first-owner',
  component: lazyRouteComponent(() => import('./FirstOwnerPage.tsx'), 'FirstOwnerPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./InvitationPage.tsx'), 'InvitationPage'),
});

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./NewPasswordPage.tsx'), 'NewPasswordPage'),
});

/** Pages for people who are not signed in. */
export const publicTeamRoutes = [
  signInRoute,
  firstOwnerRoute,
  invitationRoute,
  newPasswordRoute,
] as const;

export const teamRoutes = [teamListRoute, apiKeysRoute, activityRoute, accountRoute] as const;
