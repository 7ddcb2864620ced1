import { officeApi } from '@onsale/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Right } from '@onsale/contracts';
import { ME_KEY } from './query-client.ts';

/** Asks less often than it may be needed: whoever is refused asks at once. */
const FRESH_MS = 60_000;

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ME_KEY,
  queryFn: ({ signal }) => officeApi.get('/v1/me', { signal }),
  staleTime: FRESH_MS,
});

/** Who uses the console. Only below the pages of those who are signed in; undefined elsewhere. */
export function useMe() {
  return useQuery({ ...meQuery, enabled: false }).data;
}

/**
 * Whether the member may do something for an event; without one, for any event at all. It hides what is of
 * no use; what is allowed is decided by the office.
 */
export function useMay(): (right: Right, eventId?: string) => boolean {
  const me = useMe();
  return (right, eventId) => {
    const found = me?.rights.find((each) => each.right === right);
    if (found === undefined) return false;
    return (
      eventId === undefined || found.eventIds === undefined || found.eventIds.includes(eventId)
    );
  };
}

/** The same for rights that count only when one has them for all events: team, settings, activity. */
export function useMayForAll(): (right: Right) => boolean {
  const me = useMe();
  return (right) =>
    me?.rights.some((each) => each.right === right && each.eventIds === undefined) === true;
}
