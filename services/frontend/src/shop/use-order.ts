import type { Order } from '@onsale/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { orderQuery, orderStreamPath } from '../api/queries.ts';
import { isOpen } from './is-open.ts';

/** One order, told by the server as it changes; where that fails, asked for now and then. */
export function useOrder(orderId: string) {
  const client = useQueryClient();
  const [live, setLive] = useState<'opening' | 'open' | 'broken'>('opening');
  const query = useQuery(orderQuery(orderId, { polled: live === 'broken' }));
  const isWaiting = isOpen(query.data);

  useEffect(() => {
    if (!isWaiting) return undefined;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource(orderStreamPath(orderId));
      source.addEventListener('open', () => setLive('open'));
      source.addEventListener('order', (message: MessageEvent<string>) => {
        client.setQueryData<Order>(['order', orderId], JSON.parse(message.data) as Order);
      });
      source.addEventListener('error', () => {
        // Its own way of connecting again gives up on any answer but success.
        source.close();
        setLive('broken');
        timer = setTimeout(connect, reconnectDelayMs());
      });
    };
    connect();
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [orderId, isWaiting, client]);

  return { query, isPolled: isWaiting && live === 'broken' };
}
