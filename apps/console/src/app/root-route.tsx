import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet } from '@tanstack/react-router';
import { BrokenPage } from './BrokenPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { SignedIn } from './SignedIn.tsx';

/** What all routes hang below. Routes for people who are not signed in are its children. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  errorComponent: BrokenPage,
  notFoundComponent: NotFoundPage,
});

/** The pages of the team: in the frame, and only for those who are signed in. */
export const teamRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedIn,
  errorComponent: BrokenPage,
  notFoundComponent: NotFoundPage,
});
