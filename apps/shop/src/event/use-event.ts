import { ApiError, type EventDetails } from '@onsale/api-client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { eventQuery } from '../app/queries.ts';

/** One event, listed or not: a rehearsal, or one that is over or cancelled, is on no list. */
export function useEvent(eventId: string): {
  event: EventDetails | undefined;
  isMissing: boolean;
  query: UseQueryResult;
} {
  const query = useQuery(eventQuery(eventId));
  return {
    event: query.data,
    isMissing: query.error instanceof ApiError && query.error.status < 500,
    query,
  };
}
