import { request } from '@onsale/api-client';
import { ME_KEY, queryClient } from './query-client.ts';

/** Ends the session; whatever was read in it is forgotten. */
export async function signOut(): Promise<void> {
  await request('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME_KEY[0] });
  // Who is there is asked anew, and nobody is.
  await queryClient.invalidateQueries({ queryKey: ME_KEY });
}
