import { officeApi } from '@onsale/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';

const FRESH_MS = 60_000;

const eventNamesQuery = queryOptions({
  queryKey: ['events', 'names'],
  queryFn: async ({ signal }) => {
    const names = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const page = await officeApi.get('/v1/events', {
        query: { when: 'all', limit: 100, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      });
      for (const { eventId, name } of page.items) names.set(eventId, name);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return names;
  },
  staleTime: FRESH_MS,
});

/** What events are called, for choosing one, and for lists that know only their ids. */
export function useEventNames() {
  const names = useQuery(eventNamesQuery).data;
  return {
    events: [...(names ?? [])].map(([eventId, name]) => ({ eventId, name })),
    nameOf: (eventId: string) => names?.get(eventId) ?? eventId,
  };
}
