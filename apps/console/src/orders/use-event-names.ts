import { useQuery } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';

interface NamedEvent {
  eventId: string;
  name: string;
}

const eventNamesQuery = queryOptions({
  queryKey: ['events', 'names'],
  queryFn: (): NamedEvent[] => [],
  staleTime: 60_000,
});

/** What events are called, for choosing one, and for lists that know only their ids. */
export function useEventNames() {
  const events = useQuery(eventNamesQuery).data ?? [];
  const names = new Map(events.map(({ eventId, name }) => [eventId, name]));
  return { events, nameOf: (eventId: string) => names.get(eventId) ?? eventId };
}
