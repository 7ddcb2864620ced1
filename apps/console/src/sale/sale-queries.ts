import { officeApi } from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';

/** While a cancellation goes on; afterwards nothing changes by itself. */
const TASK_MS = 1500;

type Sought = 'failed' | 'to_pay_back';

/** The cancellation of an event. */
export function cancellationQuery(eventId: string) {
  return queryOptions({
    queryKey: ['sale', eventId, 'cancellation'],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/cancellation', { path: { eventId }, signal }),
    // An event that was cancelled by a command has none.
    retry: false,
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state.startsWith('done') ? false : TASK_MS,
  });
}

/** What cancelling an event would cost, as things stand. */
export function estimateQuery(eventId: string) {
  return queryOptions({
    queryKey: ['sale', eventId, 'estimate'],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/cancellation/estimate', { path: { eventId }, signal }),
    gcTime: 0,
  });
}

/** The orders of a cancellation that somebody must do something about. */
export function cancelledOrdersQuery(eventId: string, state: Sought) {
  return pagedQuery({
    queryKey: ['sale', eventId, 'orders', state],
    readPage: (page, signal) =>
      officeApi.get('/v1/events/{eventId}/cancellation/orders', {
        path: { eventId },
        query: { state, ...page },
        signal,
      }),
  });
}
