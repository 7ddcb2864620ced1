import type { EventDetails, Order, OrderTickets } from '@onsale/api-client';

/** What the page of an order says of its event. No prices: those may change. */
export type KeptEvent = Pick<
  EventDetails,
  'id' | 'name' | 'venue' | 'city' | 'startsAt' | 'endsAt' | 'timeZone' | 'questions'
> & { tickets: Pick<EventDetails['tickets'][number], 'id' | 'name'>[] };

/** A confirmed order as it was seen last on this device, for when there is no network. */
export interface KeptOrder {
  order: Order;
  tickets?: OrderTickets | undefined;
  event?: KeptEvent | undefined;
  /** Unix time. */
  seenAtMs: number;
}

const PREFIX = 'onsale.order.';
/** So long after it was seen last, or after its event, it is forgotten. */
const KEEP_MS = 30 * 86_400_000;
/** Of one device, the ones that were seen last. */
const MOST_ORDERS = 30;

/** What this device has of an order; undefined when it was never seen here, or is not kept. */
export function readKept(orderId: string): KeptOrder | undefined {
  try {
    return parse(localStorage.getItem(PREFIX + orderId), orderId);
  } catch {
    // Forbidden by the visitor.
    return undefined;
  }
}

/** Keeps what was seen of an order. Answers whether the browser lets us. */
export function keep(seen: Omit<KeptOrder, 'seenAtMs'>): boolean {
  const kept: KeptOrder = {
    order: seen.order,
    tickets: seen.tickets,
    event: seen.event === undefined ? undefined : withoutPrices(seen.event),
    seenAtMs: Date.now(),
  };
  try {
    localStorage.setItem(PREFIX + seen.order.orderId, JSON.stringify(kept));
    forgetOld();
    return true;
  } catch {
    // Forbidden by the visitor, or full.
    return false;
  }
}

/** It is not there any more, or has no tickets any more. */
export function forget(orderId: string): void {
  try {
    localStorage.removeItem(PREFIX + orderId);
  } catch {
    // Nothing is kept then.
  }
}

function withoutPrices(event: KeptEvent): KeptEvent {
  const { id, name, venue, city, startsAt, endsAt, timeZone, questions, tickets } = event;
  return {
    ...{ id, name, venue, startsAt, questions },
    ...(city === undefined ? {} : { city }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(timeZone === undefined ? {} : { timeZone }),
    tickets: tickets.map((ticket) => ({ id: ticket.id, name: ticket.name })),
  };
}

function forgetOld(): void {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const all = names.map((name) => {
    const kept = parse(localStorage.getItem(name), name.slice(PREFIX.length));
    return { name, neededUntilMs: kept === undefined ? 0 : neededUntilMs(kept) };
  });
  all.sort((a, b) => b.neededUntilMs - a.neededUntilMs);
  for (const [i, each] of all.entries()) {
    if (i >= MOST_ORDERS || each.neededUntilMs < Date.now()) localStorage.removeItem(each.name);
  }
}

function neededUntilMs({ event, seenAtMs }: KeptOrder): number {
  const endMs = Date.parse(event?.endsAt ?? event?.startsAt ?? '');
  return Math.max(seenAtMs, Number.isNaN(endMs) ? 0 : endMs) + KEEP_MS;
}

// Another version of the page, an extension or a curious visitor may have written something else.
function parse(text: string | null, orderId: string): KeptOrder | undefined {
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text) as Partial<KeptOrder> | null;
    const isOurs = value?.order?.orderId === orderId && typeof value.seenAtMs === 'number';
    return isOurs && Array.isArray(value.order?.items) ? (value as KeptOrder) : undefined;
  } catch {
    return undefined;
  }
}
