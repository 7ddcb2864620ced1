import { officeApi, pollEvery, withEtag } from '@onsale/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { OrdersSearch } from './orders-search.ts';

/** All that is known of orders; to be asked anew after any change of one. */
export const ORDERS_KEY = ['orders'] as const;

/** New orders show while one looks. */
const LIST_MS = 5000;

/** A list of orders, page after page. While another search is on its way, the last one stays. */
export function ordersQuery({ q, eventId, status, source, refunded }: OrdersSearch) {
  const query = {
    ...(q === undefined ? {} : { q }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(status === undefined ? {} : { status }),
    ...(source === undefined ? {} : { source }),
    ...(refunded === undefined ? {} : { refunded: 'true' as const }),
  };
  return infiniteQueryOptions({
    queryKey: [...ORDERS_KEY, 'list', query],
    queryFn: ({ signal, pageParam }) =>
      officeApi.get('/v1/orders', {
        query: { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // Whoever has gone further reads what has been; asking anew would ask for every page again.
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : pollEvery(LIST_MS)({ state }),
  });
}

/** Everything about one order, with what a change of it must name. */
export function orderQuery(orderId: string) {
  return queryOptions({
    queryKey: [...ORDERS_KEY, 'one', orderId],
    queryFn: ({ signal }) =>
      withEtag((options) =>
        officeApi.get('/v1/orders/{orderId}', { path: { orderId }, signal, ...options }),
      ),
  });
}

/** How many orders of an event were rejected, and why. */
export function rejectionsQuery(eventId: string) {
  return queryOptions({
    queryKey: [...ORDERS_KEY, 'rejections', eventId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/rejections', { path: { eventId }, signal }),
  });
}

/** What can be sold at the desk. */
export function deskQuery(eventId: string) {
  return queryOptions({
    queryKey: [...ORDERS_KEY, 'desk', eventId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/desk', { path: { eventId }, signal }),
  });
}
