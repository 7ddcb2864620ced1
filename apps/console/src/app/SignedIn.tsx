import { ApiError } from '@onsale/api-client';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { ArrivingPage } from './ArrivingPage.tsx';
import { BrokenPage } from './BrokenPage.tsx';
import { Frame } from './Frame.tsx';
import { meQuery } from './use-me.ts';

/** The console for those who are signed in; everybody else is sent to sign in, and comes back here. */
export function SignedIn() {
  const me = useQuery(meQuery);
  const here = useRouterState({ select: ({ location }) => location.href });
  // Also when a session ends while the page is open.
  if (me.error instanceof ApiError && me.error.status === 401) {
    return <Navigate to="/sign-in" search={here === '/' ? {} : { to: here }} replace />;
  }
  if (me.data !== undefined) return <Frame />;
  if (me.error !== null) return <BrokenPage error={me.error} />;
  return <ArrivingPage query={me} />;
}
