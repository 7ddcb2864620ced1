import { ApiError, type OrderTickets } from '@onsale/contracts';
import { type EventDocument, namesUntilMsOf, type Order } from '@onsale/ledger';
import type { TicketKeys } from '@onsale/ticket-codes';
import { issueTickets } from '@onsale/tickets';

/** The tickets of an order, as its page shows them. Throws `ApiError` 503 while nothing can be signed. */
export function showTickets(
  order: Order,
  event: EventDocument | undefined,
  { keys, nowMs }: { keys: TicketKeys; nowMs: number },
): OrderTickets {
  const { signing } = keys;
  if (signing === undefined) {
    throw new ApiError('NOT_READY', 'there is no key to sign tickets with', { retryAfterS: 5 });
  }
  const until = order.status === 'confirmed' ? namesUntilOf(event, nowMs) : undefined;
  return {
    orderId: order.id,
    eventId: order.eventId,
    tickets: issueTickets(order, event, { signing }),
    ...(until === undefined ? {} : { namesUntil: until }),
    hasReceipt: order.totalMinor > 0,
  };
}

/** Until when the names on tickets of an event can be changed; undefined when they can't. */
export function namesUntilOf(event: EventDocument | undefined, nowMs: number): string | undefined {
  if (event === undefined) return undefined;
  const untilMs = namesUntilMsOf(event);
  return nowMs < untilMs ? new Date(untilMs).toISOString() : undefined;
}
