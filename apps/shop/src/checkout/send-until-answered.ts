import {
  ApiError,
  isTemporary,
  troubleKindOf,
  pauseMs,
  type CreateOrderRequest,
  type CreateOrderResponse,
} from '@onsale/api-client';
import {
  isSame,
  isUnclear,
  noteNotTaken,
  notePlaced,
  noteRefused,
  noteSent,
  noteWanted,
  readPurchase,
} from './purchase.ts';

/** An order whose answer is awaited. `isUnclear`: something was sent that may have arrived. */
export type SendState = { order: CreateOrderRequest; isUnclear: boolean } & (
  | { step: 'sending' }
  | { step: 'waiting'; why: WaitReason; nextTryAtMs: number }
);

/** These say that nothing was stored, and that the same may be taken later. */
const NOT_TAKEN = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'NOT_READY',
  'DATA_LOST',
  'DATA_SET_BACK',
  'REDIS_UNSAFE',
]);

/** Why it is not sent right now. */
export type WaitReason = 'offline' | 'busy' | 'limited' | 'paused' | 'unreachable';

/** What came of it: what was ordered in the end, and the server's answer. */
export interface Placed {
  order: CreateOrderRequest;
  response: CreateOrderResponse;
}

export interface Sending {
  eventId: string;
  order: CreateOrderRequest;
  /** Ends the trying; then it rejects. */
  signal: AbortSignal;
  show: (state: SendState) => void;
  place: (
    order: CreateOrderRequest,
    key: string,
    signal: AbortSignal,
  ) => Promise<CreateOrderResponse>;
  network: Network;
}

/** The connection of this window. */
export interface Network {
  isOnline: () => boolean;
  /** Resolves at this moment, but not before there is a network, and at once when it comes back. */
  untilNextTry: (atMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Sends an order until there is an answer, always under the key of its purchase. Resolves with the
 * order that came of it; rejects with the `ApiError` of a clear refusal.
 */
export async function sendUntilAnswered(sending: Sending): Promise<Placed> {
  const { eventId, order, signal, show, place, network } = sending;
  const { key, sent } = noteWanted(eventId, order);
  const earlier = sent.filter((other) => !isSame(other, order));
  // A key belongs to an e-mail address. What was sent with another one, and may have arrived, would not
  // be found with this one, and there would be two orders: so it is cleared up first.
  const unclear = earlier.filter((other) => emailOf(other) !== emailOf(order));
  const sameEmail = earlier.filter((other) => emailOf(other) === emailOf(order));
  let current = unclear.pop() ?? order;
  const mayHaveArrived = () => isUnclear(readPurchase(eventId));
  const wait = async (why: WaitReason, nextTryAtMs: number) => {
    show({ step: 'waiting', order, why, nextTryAtMs, isUnclear: mayHaveArrived() });
    await network.untilNextTry(nextTryAtMs, signal);
  };
  for (let failed = 0; ;) {
    signal.throwIfAborted();
    if (!network.isOnline()) {
      await wait('offline', Date.now());
      continue;
    }
    show({ step: 'sending', order, isUnclear: mayHaveArrived() });
    const isFirstTry = !hasSent(eventId, current);
    noteSent(eventId, current);
    try {
      const response = await place(current, key, signal);
      notePlaced(eventId, response.orderId, current);
      return { order: current, response };
    } catch (error) {
      if (isTemporary(error)) {
        if (isFirstTry && isNotTaken(error)) noteNotTaken(eventId, current);
        await wait(reasonOf(error, network), Date.now() + pauseMs(failed++, error));
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

function hasSent(eventId: string, order: CreateOrderRequest): boolean {
  return readPurchase(eventId)?.sent.some((other) => isSame(other, order)) === true;
}

function isNotTaken(error: unknown): boolean {
  return error instanceof ApiError && NOT_TAKEN.has(error.code);
}

function emailOf(order: CreateOrderRequest): string {
  return order.customer.email.toLowerCase();
}

function reasonOf(error: unknown, network: Network): WaitReason {
  if (!network.isOnline()) return 'offline';
  if (error instanceof ApiError && error.code === 'RATE_LIMITED') return 'limited';
  return troubleKindOf(error);
}
