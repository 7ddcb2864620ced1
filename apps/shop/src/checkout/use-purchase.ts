import type { CreateOrderRequest } from '@onsale/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { placeOrder } from '../app/queries.ts';
import { isTemporary, pauseMs, ApiError } from '@onsale/api-client';
import { beginSending, isSame, notePlaced, noteRefused } from './purchase.ts';

export type PurchaseState =
  | { step: 'idle' }
  | { step: 'sending' }
  | { step: 'waiting'; why: 'offline' | 'busy' | 'unreachable'; nextTryAtMs: number }
  | { step: 'refused'; error: ApiError }
  | { step: 'placed'; orderId: string };

/**
 * Sends an order until there is an answer. `send` while it is under way does nothing; leaving the
 * page or `stop` ends the trying, and the next `send` goes on under the same key.
 */
export function usePurchase(eventId: string) {
  const [state, setState] = useState<PurchaseState>({ step: 'idle' });
  const active = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    active.current?.abort();
    active.current = undefined;
    setState({ step: 'idle' });
  }, []);

  const send = useCallback(
    async (order: CreateOrderRequest) => {
      // The state of the page may lag behind a second click; this does not.
      if (active.current !== undefined) return;
      const controller = new AbortController();
      active.current = controller;
      const { signal } = controller;
      const show = (next: PurchaseState) => {
        if (!signal.aborted) setState(next);
      };
      try {
        show({ step: 'sending' });
        const orderId = await sendUntilAnswered({ eventId, order, signal, show });
        notePlaced(eventId, orderId);
        show({ step: 'placed', orderId });
      } catch (error) {
        if (error instanceof ApiError) show({ step: 'refused', error });
        else if (!signal.aborted) throw error;
      } finally {
        if (active.current === controller) active.current = undefined;
      }
    },
    [eventId],
  );

  useEffect(() => () => active.current?.abort(), []);
  return { state, send, stop };
}

interface Sending {
  eventId: string;
  order: CreateOrderRequest;
  signal: AbortSignal;
  show: (state: PurchaseState) => void;
}

async function sendUntilAnswered({ eventId, order, signal, show }: Sending): Promise<string> {
  const { key, sent } = beginSending(eventId, order);
  const earlier = sent.filter((other) => !isSame(other, order));
  // A key belongs to an e-mail address. What was sent with another one, and may have arrived, would not
  // be found with this one, and there would be two orders: so it is cleared up first.
  const unclear = earlier.filter((other) => emailOf(other) !== emailOf(order));
  const sameEmail = earlier.filter((other) => emailOf(other) === emailOf(order));
  let current = unclear.pop() ?? order;
  for (let failed = 0; ;) {
    try {
      return (await placeOrder(current, key, signal)).orderId;
    } catch (error) {
      if (isTemporary(error)) {
        const nextTryAtMs = Date.now() + pauseMs(failed++, error);
        show({ step: 'waiting', why: reasonOf(error), nextTryAtMs });
        await untilNextTry(nextTryAtMs, signal);
        show({ step: 'sending' });
        continue;
      }
      if (!(error instanceof ApiError)) throw error;
      const isReused = error.code === 'IDEMPOTENCY_KEY_REUSED';
      if (!isReused) noteRefused(eventId, current);
      if (emailOf(current) !== emailOf(order)) current = unclear.pop() ?? order;
      else {
        // The form was changed after an order whose answer got lost, and that order has arrived. It
        // is found by sending it again as it was.
        const next = isReused ? sameEmail.pop() : undefined;
        if (next === undefined) throw error;
        current = next;
      }
    }
  }
}

function emailOf(order: CreateOrderRequest): string {
  return order.customer.email.toLowerCase();
}

function reasonOf(error: unknown): 'offline' | 'busy' | 'unreachable' {
  if (!navigator.onLine) return 'offline';
  return error instanceof ApiError && error.code === 'OVERLOADED' ? 'busy' : 'unreachable';
}

// The pause is over early when the network comes back. Rejects when the trying is ended.
async function untilNextTry(atMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    // Without a network the next try is the moment it is back.
    if (navigator.onLine) resolve();
  }, atMs - Date.now());
  const abort = () => reject(new DOMException('ended', 'AbortError'));
  window.addEventListener('online', () => resolve(), { once: true, signal });
  signal.addEventListener('abort', abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
