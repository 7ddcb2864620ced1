import type { Event } from '@onsale/contracts';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { eventQuery, eventsQuery } from '../app/queries.ts';
import { ApiError } from '@onsale/api-client';

/**
 * One event: from the list of all, which is there already when somebody comes from it; otherwise by
 * itself, for what no list shows, such as a rehearsal or an event that is over.
 */
export function useEvent(eventId: string): {
  event: Event | undefined;
  isMissing: boolean;
  query: UseQueryResult;
} {
  const all = useQuery(eventsQuery);
  const listed = all.data?.find(({ id }) => id === eventId);
  const isUnlisted = all.data !== undefined && listed === undefined;
  const one = useQuery({ ...eventQuery(eventId), enabled: isUnlisted });
  return {
    event: listed ?? one.data,
    isMissing: isUnlisted && one.error instanceof ApiError && one.error.status < 500,
    query: isUnlisted ? one : all,
  };
}
