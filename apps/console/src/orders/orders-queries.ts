import { officeApi, withEtag } from '@onsale/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';
import type { OrdersSearch } from './orders-search.ts';

/** All that is known of orders; to be asked anew after any change of one. */
export const ORDERS_KEY = ['orders'] as const;

/** New orders show while one looks. */
const LIST_MS = 5000;

/** A list of orders, page after page. */
export function ordersQuery({ q, eventId, status, source, refunded }: OrdersSearch) {
  const query = {
    ...(q === undefined ? {} : { q }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(status === undefined ? {} : { status }),
    ...(source === undefined ? {} : { source }),
    ...(refunded === undefined ? {} : { refunded: 'true' as const }),
  };
  return pagedQuery({
    queryKey: [...ORDERS_KEY, 'list', query],
    readPage: (page, signal) =>
      officeApi.get('/v1/orders', { query: { ...query, ...page }, signal }),
    pollMs: LIST_MS,
    placeholderData: keepPreviousData,
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
