import { ApiError, type CreateOrderRequest } from '@onsale/api-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { placeOrder } from '../app/queries.ts';
import { inTurn } from '../room/admission.ts';
import { browserNetwork } from './network.ts';
import { isUnclear, lastWanted, noteNotSent, readPurchase } from './purchase.ts';
import { type Placed, type SendState, sendUntilAnswered } from './send-until-answered.ts';

export type PurchaseState =
  | { step: 'idle' }
  | SendState
  /** It was stopped, by the buyer or with the page. `isUnclear`: something may have arrived. */
  | { step: 'stopped'; order: CreateOrderRequest; isUnclear: boolean }
  | ({ step: 'refused' } & Refusal)
  | ({ step: 'placed' } & Placed);

/** A clear "no" of the server. */
export interface Refusal {
  error: ApiError;
  order: CreateOrderRequest;
  atMs: number;
}

/** A page that was reloaded so soon after the click goes on by itself; later it asks first. */
const RESUME_MS = 120_000;

/**
 * Sends an order until there is an answer. `send` while it is under way does nothing; leaving the
 * page or `stop` ends the trying, and the next `send` goes on under the same key. A purchase that is
 * not finished goes on when the page is opened again.
 */
export function usePurchase(eventId: string) {
  const [state, setState] = useState<PurchaseState>(() => stateOf(eventId));
  const active = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    active.current?.abort();
    active.current = undefined;
    setState((now) => {
      const order = 'order' in now ? now.order : undefined;
      if (order === undefined) return now;
      return { step: 'stopped', order, isUnclear: isUnclear(readPurchase(eventId)) };
    });
    noteNotSent(eventId);
  }, [eventId]);

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
        const placed = await sendUntilAnswered({
          ...{ eventId, order, signal, show },
          place: (wanted, key, during) =>
            inTurn(eventId, (admission) => placeOrder(wanted, key, during, admission)),
          network: browserNetwork,
        });
        show({ step: 'placed', ...placed });
      } catch (error) {
        if (error instanceof ApiError) show({ step: 'refused', error, order, atMs: Date.now() });
        else if (!signal.aborted) throw error;
      } finally {
        if (active.current === controller) active.current = undefined;
      }
    },
    [eventId],
  );

  useEffect(() => {
    const purchase = readPurchase(eventId);
    const order = lastWanted(purchase);
    const isRecent = Date.now() - (purchase?.pressedAtMs ?? 0) < RESUME_MS;
    if (order !== undefined && isRecent) void send(order);
    return () => {
      active.current?.abort();
      active.current = undefined;
    };
  }, [eventId, send]);
  return { state, send, stop };
}

/** Whether an order is on its way, and the form must wait for what comes of it. */
export function isUnderWay({ step }: PurchaseState): boolean {
  return step === 'sending' || step === 'waiting' || step === 'placed';
}

function stateOf(eventId: string): PurchaseState {
  const purchase = readPurchase(eventId);
  const order = lastWanted(purchase);
  if (order === undefined) return { step: 'idle' };
  return { step: 'stopped', order, isUnclear: isUnclear(purchase) };
}
