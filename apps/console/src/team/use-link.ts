import { officeApi } from '@onsale/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

/** The secret of the link that led here, and what it is for. */
export function useLink() {
  const [token] = useState(takeToken);
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: async () => await officeApi.post('/v1/links/read', { body: { token } }),
    enabled: token !== '',
    staleTime: Infinity,
    retry: false,
  });
  return { token, link };
}

/** What was taken out of the address, which stays in histories; React may ask for it twice. */
let taken = '';

function takeToken(): string {
  const { hash, pathname, search } = globalThis.location;
  if (hash.length > 1) {
    taken = hash.slice(1);
    history.replaceState(history.state, '', `${pathname}${search}`);
  }
  return taken;
}
