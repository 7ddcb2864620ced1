import { request } from '@onsale/api-client';

/** Ends the session, and loads the page anew: whatever was read in it is forgotten. */
export async function signOut(): Promise<void> {
  await request('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  window.location.assign('/sign-in');
}
