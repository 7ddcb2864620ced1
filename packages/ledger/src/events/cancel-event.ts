import { holdsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { tryReadBooked } from '../orders/booked-order.ts';
import { finishOrders } from '../orders/finish.ts';
import { readOrderRecord } from '../orders/order.ts';
import { changeEventStatus, type EventStepResult } from './change-event-status.ts';

/** Orders read and cancelled at a time. */
const PAGE = 250;
/** The longest cause of a step. */
const CAUSE_CHARACTERS = 64;

/**
 * Cancels an event for good and releases its orders on hold, with the cause `event:<id>`. From then on
 * pending orders are rejected as they are settled, and money that comes later is refused. An order
 * with a payment under way is left to whoever ends that payment. Repeating it goes on where it
 * stopped.
 */
export async function cancelEvent(
  ledger: Ledger,
  eventId: string,
  options: { revision?: number | undefined } = {},
): Promise<EventStepResult & { released?: number }> {
  const result = await changeEventStatus(ledger, eventId, { step: 'cancel', ...options });
  if (result.outcome === 'refused') return result;
  return { ...result, released: await releaseHolds(ledger, result.event.shard, eventId) };
}

// No more of them appear once the event is cancelled.
async function releaseHolds(ledger: Ledger, shard: number, eventId: string): Promise<number> {
  const key = holdsKey(shard);
  const held = (await ledger.redis.command(key, ['ZRANGE', key, '0', '-1'])) as string[];
  const cause = `event:${eventId}`.slice(0, CAUSE_CHARACTERS);
  let released = 0;
  for (let start = 0; start < held.length; start += PAGE) {
    const orderIds = await ordersOf(ledger, eventId, held.slice(start, start + PAGE));
    const steps = orderIds.map((orderId) => ({ orderId, step: 'cancel', cause }) as const);
    const results = await finishOrders(ledger, shard, steps);
    released += results.filter((each) => each === 'done').length;
  }
  return released;
}

// A record that can't be read is a matter of the audit, and must not keep the others on hold.
async function ordersOf(
  ledger: Ledger,
  eventId: string,
  orderIds: readonly string[],
): Promise<string[]> {
  const records = await Promise.all(orderIds.map((id) => readOrderRecord(ledger, id)));
  return orderIds.filter((_, i) => tryReadBooked(records[i] ?? '')?.eventId === eventId);
}
