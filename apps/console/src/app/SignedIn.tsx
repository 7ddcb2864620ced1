import { ApiError } from '@onsale/api-client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ArrivingPage } from './ArrivingPage.tsx';
import { BrokenPage } from './BrokenPage.tsx';
import { Frame } from './Frame.tsx';
import { meQuery } from './use-me.ts';

/** The console for those who are signed in; everybody else is sent to sign in, and comes back here. */
export function SignedIn() {
  const me = useQuery(meQuery);
  // Also when a session ends while the page is open.
  if (me.error instanceof ApiError && me.error.status === 401) return <ToSignIn />;
  if (me.data !== undefined) return <Frame />;
  if (me.error !== null) return <BrokenPage error={me.error} />;
  return <ArrivingPage query={me} />;
}

// Once: while the other page is loaded, this one is still there, and its address already another.
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const here = router.state.location.href;
    const search = here === '/' ? {} : { to: here };
    void router.navigate({ to: '/sign-in', search, replace: true });
  }, [router]);
  return null;
}
