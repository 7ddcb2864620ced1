import { officeApi } from '@onsale/api-client';

/** Ends the session, and loads the page anew: whatever was read in it is forgotten. */
export async function signOut(): Promise<void> {
  await officeApi.post('/auth/sign-out');
  window.location.assign('/sign-in');
}
