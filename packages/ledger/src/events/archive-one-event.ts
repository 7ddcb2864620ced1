import { archiveEvent } from '../archive/archive-event.ts';
import { tryReadBooked } from '../orders/booked-order.ts';
import { eventsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readTimeMs } from '../redis-time.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import type { EventStepResult } from './change-event-status.ts';
import type { StoredEvent } from './event-document.ts';
import { changedSince, type EventRefusal, eventRefusal, noSuchEvent } from './event-refusal.ts';
import { readEvent } from './read-events.ts';
import { endMsOf } from './sales-window.ts';

/**
 * Archives one event for good: its books become sums and its document stays. It must be closed,
 * cancelled or over, and none of its orders may be left; `archiveOrders` takes them out, and then
 * archives ended events by itself. Reads all orders of the shard.
 */
export async function archiveOneEvent(
  ledger: Ledger,
  eventId: string,
  { revision }: { revision?: number | undefined } = {},
): Promise<EventStepResult> {
  const event = await readEvent(ledger, eventId);
  if (event === undefined) return noSuchEvent(eventId);
  if (event.status === 'archived') return { outcome: 'already', event };
  if (revision !== undefined && revision !== event.revision) {
    return changedSince(eventId, { revision, there: event.revision, current: event });
  }
  if (!mayEnd(event, await readTimeMs(ledger, eventsKey(event.shard)))) {
    const message = `event ${eventId} is ${event.status}; archive needs one that is closed, cancelled or over`;
    return eventRefusal('STEP_REFUSED', message, { current: event });
  }
  if (await hasOrders(ledger, event)) return ordersLeft(event);

  const { document, shard } = event;
  const tickets = document.tickets.map(({ id }) => id);
  const pools = (document.pools ?? []).map(({ id }) => id);
  const archival = await archiveEvent(ledger, shard, {
    ...{ id: eventId, revision: event.revision, tickets, pools },
  });
  if (typeof archival === 'object' || archival === 'draft') return ordersLeft(event);
  const after = await readEvent(ledger, eventId);
  if (after === undefined) return noSuchEvent(eventId);
  if (archival === 'changed') {
    const there = after.revision;
    return changedSince(eventId, { revision: event.revision, there, current: after });
  }
  return { outcome: archival === 'archived' ? 'done' : 'already', event: after };
}

// By Redis' clock, which judges until when it is sold.
function mayEnd({ status, document }: StoredEvent, nowMs: number): boolean {
  if (status === 'closed' || status === 'cancelled') return true;
  const endMs = endMsOf(document);
  return status !== 'draft' && endMs !== 0 && endMs <= nowMs;
}

// An order that can't be read may be one of it.
async function hasOrders(ledger: Ledger, { shard, document }: StoredEvent): Promise<boolean> {
  for await (const page of scanStoredOrders(ledger, shard)) {
    if (page.some((order) => mayBeOf(order, document.id))) return true;
  }
  return false;
}

function mayBeOf({ record }: StoredOrder, eventId: string): boolean {
  const order = tryReadBooked(record);
  return order === undefined || order.eventId === eventId;
}

function ordersLeft(current: StoredEvent): EventRefusal {
  const message = `event ${current.document.id} has orders that are still here; the command archive takes them out first`;
  return eventRefusal('ORDERS_LEFT', message, { current });
}
