import type { OrderStatus } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { holdsKey, orderAddress, paymentsDueKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from './order-id.ts';
import { ORDER_STATES } from './order-states.ts';

const requestCancelScript = loadScript(new URL('./request-cancel.lua', import.meta.url));

/** The cause of an order that was cancelled because its buyer asked for it. */
const CANCELLED_BY_BUYER = 'buyer';

/** What became of the request; `refused` names the state that the order is in instead. */
export type CancelRequest = 'asked' | 'no-such-order' | { refused: OrderStatus };

/**
 * Asks, on behalf of its buyer, for a held order to be cancelled: a worker does it within moments.
 * While a payment is under way, payments end that first, and confirm the order if it was paid. Needs no right to change stock. Safe to repeat.
 */
export async function requestCancel(ledger: Ledger, orderId: string): Promise<CancelRequest> {
  const parsed = parseOrderId(orderId, ledger.shards);
  if (parsed === undefined) return 'no-such-order';
  const [bucket] = orderAddress(parsed.shard, orderId);
  const reply = await runScript(ledger.redis, requestCancelScript, {
    keys: [bucket, holdsKey(parsed.shard), paymentsDueKey(parsed.shard)],
    args: [orderId, CANCELLED_BY_BUYER],
  });
  if (reply === '') return 'no-such-order';
  const state = ORDER_STATES[String(reply)];
  return state?.status === 'held' ? 'asked' : { refused: state?.status ?? 'unknown' };
}
