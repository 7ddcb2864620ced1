import { followStream, type Order } from '@onsale/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { orderQuery, orderStreamPath } from '../app/queries.ts';
import { isOpen } from './is-open.ts';

/** One order, told by the server as it changes; where that fails, asked for now and then. */
export function useOrder(orderId: string) {
  const client = useQueryClient();
  const [isBroken, setBroken] = useState(false);
  const query = useQuery(orderQuery(orderId, { polled: isBroken }));
  const isWaiting = isOpen(query.data);

  useEffect(() => {
    if (!isWaiting) return undefined;
    return followStream({
      url: orderStreamPath(orderId),
      event: 'order',
      onMessage: (order) => client.setQueryData<Order>(['order', orderId], order as Order),
      onState: ({ phase }) => setBroken(phase === 'interrupted'),
    });
  }, [orderId, isWaiting, client]);

  return { query, isPolled: isWaiting && isBroken };
}
