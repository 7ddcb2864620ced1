import { ApiError, isTemporary, type Order, pauseMs } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { orderQuery, paymentQuery, startPayment } from '../app/queries.ts';
import { isFirstWayToPay } from '../checkout/purchase.ts';

export type PayState =
  | { step: 'idle' }
  | { step: 'asking' }
  | { step: 'offline' }
  /** The address is known, and the browser is on its way. */
  | { step: 'leaving'; url: string }
  /** It is tried again at this moment (Unix time in ms). */
  | { step: 'waiting'; nextTryAtMs: number }
  | { step: 'refused'; error: Error };

/**
 * The way to the payment page of a held order: by the buyer, and once by itself, right after it was
 * ordered. While payments can't be asked, it is tried again.
 */
export function usePay({ eventId, orderId }: Order): { state: PayState; pay: () => void } {
  const client = useQueryClient();
  const [failed, setFailed] = useState({ count: 0, nextTryAtMs: 0 });
  const { mutate, reset, data, error, isPaused, status } = useMutation({
    mutationFn: () => startPayment(orderId),
    onSuccess: ({ url }) => {
      // Anything but a page would be somebody's trick.
      if (/^https?:$/.test(new URL(url).protocol)) window.location.assign(url);
    },
    onError: (failure) => {
      if (isTemporary(failure)) {
        const nextTryAtMs = Date.now() + pauseMs(failed.count, failure);
        setFailed({ count: failed.count + 1, nextTryAtMs });
        return;
      }
      // It is not as the page thinks.
      for (const { queryKey } of [paymentQuery(orderId), orderQuery(orderId, { polled: false })]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });

  const isWaiting = status === 'error' && isTemporary(error);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => mutate(), failed.nextTryAtMs - Date.now());
    return () => clearTimeout(timer);
  }, [isWaiting, failed.nextTryAtMs, mutate]);

  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    if (isFirstWayToPay({ eventId, orderId })) mutate();
  }, [eventId, orderId, mutate]);

  // Whoever comes back finds the page as it was left, on its way.
  useEffect(() => {
    const stay = ({ persisted }: PageTransitionEvent) => {
      if (persisted) reset();
    };
    window.addEventListener('pageshow', stay);
    return () => window.removeEventListener('pageshow', stay);
  }, [reset]);

  return { state: stateOf(), pay: () => mutate() };

  function stateOf(): PayState {
    if (isPaused) return { step: 'offline' };
    if (status === 'pending') return { step: 'asking' };
    if (data !== undefined) return { step: 'leaving', url: data.url };
    if (error === null || isOutdated(error)) return { step: 'idle' };
    if (isWaiting) return { step: 'waiting', nextTryAtMs: failed.nextTryAtMs };
    return { step: 'refused', error };
  }
}

// Something has happened that the page has yet to hear of, and is asking for.
function isOutdated(error: Error): boolean {
  const { code = '' } = error instanceof ApiError ? error : {};
  return code === 'ORDER_NOT_HELD' || code === 'PAYMENT_UNDER_WAY';
}
