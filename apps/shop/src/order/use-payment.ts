import type { Order, OrderPayment } from '@onsale/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { orderQuery, paymentQuery } from '../app/queries.ts';
import { isPaidOnline } from '../checkout/payment.ts';

/**
 * How the payment of an order stands, once it may have one; undefined until that is known. It is asked
 * for until it is final, also when the order has ended: money may come, or go back, after that.
 */
export function usePayment(order: Order) {
  const client = useQueryClient();
  const { orderId, status } = order;
  const isAsked = isPaidOnline(order) && status !== 'pending';
  const query = useQuery({ ...paymentQuery(orderId), enabled: isAsked });
  const { data: payment, failureCount, isError } = query;
  const told = payment?.status ?? status;

  // Either may know of a change first: the order by its stream, the payment by its questions.
  useEffect(() => {
    if (told === status) return;
    for (const { queryKey } of [paymentQuery(orderId), orderQuery(orderId, { polled: false })]) {
      void client.invalidateQueries({ queryKey });
    }
  }, [told, status, orderId, client]);
  // A browser may show the page again as it was left, and much may have happened since.
  useEffect(() => {
    const again = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      void client.resetQueries({ queryKey: paymentQuery(orderId).queryKey });
      void client.invalidateQueries();
    };
    window.addEventListener('pageshow', again);
    return () => window.removeEventListener('pageshow', again);
  }, [orderId, client]);

  const isKnown = !isAsked || payment !== undefined || failureCount > 0 || isError;
  return { payment: isAsked ? payment : undefined, isKnown };
}

/** Money of a payment that bought no tickets, or bought some that were given back. */
export type Refund = OrderPayment['refunds'][number];
