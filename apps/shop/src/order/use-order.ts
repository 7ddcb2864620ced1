import { ApiError, followStream, type Order } from '@onsale/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { forget, readKept } from '../offline/kept-orders.ts';
import { orderQuery, orderStreamPath } from '../app/queries.ts';
import { isOpen } from './is-open.ts';

/** One order, told by the server as it changes; where that fails, asked for now and then. */
export function useOrder(orderId: string) {
  const client = useQueryClient();
  const [isBroken, setBroken] = useState(false);
  const [kept] = useState(() => readKept(orderId));
  const query = useQuery({
    ...orderQuery(orderId, { polled: isBroken }),
    // As it was seen last on this device, until the server has told it anew.
    ...(kept === undefined ? {} : { initialData: kept.order, initialDataUpdatedAt: 0 }),
  });
  const isWaiting = isOpen(query.data);
  const { error } = query;
  const isMissing = error instanceof ApiError && error.status === 404;
  // What admits nobody any more is not shown without a network either.
  const isVoid = isMissing || (query.data !== undefined && query.data.status !== 'confirmed');
  useEffect(() => {
    if (isVoid) forget(orderId);
  }, [isVoid, orderId]);

  useEffect(() => {
    if (!isWaiting) return undefined;
    return followStream({
      url: orderStreamPath(orderId),
      event: 'order',
      onMessage: (order) => client.setQueryData<Order>(['order', orderId], order as Order),
      onState: ({ phase }) => setBroken(phase === 'interrupted'),
    });
  }, [orderId, isWaiting, client]);

  return { query, isMissing, kept, isPolled: isWaiting && isBroken };
}
