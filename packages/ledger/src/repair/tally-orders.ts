import { ORDER_STATUSES, type OrderStatus } from '@onsale/contracts';
import { addTo, type BookedOrder, readBooked } from '../orders/booked-order.ts';
import { readTimeMs } from '../redis-time.ts';
import { bucketIndexKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { ORDER_STATES } from '../orders/order-states.ts';
import { EARLIER_STATES, Ranges } from './moving-range.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';

/** Sums over the orders of a shard: as they are, and as they can have been when the audit began. */
export interface OrderTally {
  total: number;
  byStatus: Record<OrderStatus, number>;
  /** Tickets in the held and in the sold book, by ticket type. */
  tickets: Record<'held' | 'sold', Map<string, number>>;
  /** The ids of pending orders. */
  pending: string[];
  /** Held orders: their letter and deadline (Unix, in ms), by id. */
  held: Map<string, { letter: string; dueAtMs: number | undefined }>;
  began: {
    tickets: Record<'held' | 'sold', Ranges>;
    byStatus: Ranges;
    /** What each customer and client has of an event: fields of its `boughtKey`, by event. */
    bought: Map<string, Ranges>;
    /** How often orders use codes, by event and code. */
    codes: Map<string, Ranges>;
  };
}

/** The moment that an audit compares with: its books were read between these two times of Redis. */
export interface Moment {
  fromMs: number;
  toMs: number;
}

/** The same, and when an order was read. */
interface Reading extends Moment {
  nowMs: number;
}

/** Reads all orders of a shard, page by page. */
export async function tallyOrders(
  ledger: Ledger,
  shard: number,
  run: {
    began: Moment;
    /** Receives a sentence for each invalid order, by a name of the problem. */
    problems: Map<string, string>;
    /** Called with the number of orders read so far; awaited before the next page. */
    afterPage: (orders: number) => Promise<void>;
  },
): Promise<OrderTally> {
  const tally: OrderTally = {
    total: 0,
    byStatus: countNothing(),
    tickets: { held: new Map(), sold: new Map() },
    pending: [],
    held: new Map(),
    began: {
      tickets: { held: new Ranges(), sold: new Ranges() },
      byStatus: new Ranges(),
      bought: new Map(),
      codes: new Map(),
    },
  };
  for await (const page of scanStoredOrders(ledger, shard)) {
    const nowMs = await readTimeMs(ledger, bucketIndexKey(shard));
    const { problems, began } = run;
    for (const stored of page) countOrder(tally, stored, { problems, began: { ...began, nowMs } });
    await run.afterPage(tally.total);
  }
  return tally;
}

/** Zero orders of each status. */
export function countNothing(): Record<OrderStatus, number> {
  return Object.fromEntries(ORDER_STATUSES.map((status) => [status, 0])) as Record<
    OrderStatus,
    number
  >;
}

function countOrder(
  tally: OrderTally,
  { id, record }: StoredOrder,
  { problems, began }: { problems: Map<string, string>; began: Reading },
): void {
  tally.total += 1;
  let order: BookedOrder;
  try {
    order = readBooked(record);
  } catch (error) {
    const problem = `order ${orderHandle(id)} cannot be read: ${(error as Error).message}`;
    problems.set(`unreadable ${id}`, problem);
    return;
  }
  const { status, letter, dueAtMs } = order;
  tally.byStatus[status] += 1;
  if (status === 'pending') tally.pending.push(id);
  if (status === 'held') tally.held.set(id, { letter, dueAtMs });
  const book = bookOfLetter(letter);
  for (const [ticketId, qty] of order.booked) {
    addTo(tally.tickets[book ?? 'sold'], ticketId, qty);
  }
  if (hasMoved(order, began)) countMoved(tally, order, began);
  else countStill(tally, order);
}

// A pending order has no time: it counts nowhere, and neither did it before.
function hasMoved({ status, changedAtMs }: BookedOrder, began: Moment): boolean {
  return status === 'unknown' || (changedAtMs !== undefined && changedAtMs >= began.fromMs);
}

// It was the same when the audit began.
function countStill({ began }: OrderTally, order: BookedOrder): void {
  const book = bookOfLetter(order.letter);
  for (const [ticketId, qty] of order.booked) began.tickets[book ?? 'sold'].add(ticketId, qty);
  began.byStatus.add(order.status, 1);
  const holds = book === 'held' ? 1 : 0;
  for (const { field, isTickets } of boughtFields(order)) {
    rangesOf(began.bought, order.eventId).add(field, isTickets ? order.owned : holds);
  }
  const { code, uses } = order.codeUse ?? { code: '', uses: 0 };
  if (uses > 0) rangesOf(began.codes, order.eventId).add(code, uses);
}

// It has changed since, or may have: every state that leads to its present one was possible.
function countMoved({ began }: OrderTally, order: BookedOrder, moment: Reading): void {
  const letters = possibleLetters(order, moment);
  const books = new Set(letters.map(bookOfLetter));
  for (const book of ['held', 'sold'] as const) {
    if (!books.has(book)) continue;
    for (const [ticketId, most] of order.tickets) {
      began.tickets[book].addRange(ticketId, { least: 0, most });
    }
  }
  for (const status of new Set(letters.map((letter) => ORDER_STATES[letter]?.status))) {
    if (status !== undefined) began.byStatus.addRange(status, { least: 0, most: 1 });
  }
  const all = order.tickets.values().reduce((sum, qty) => sum + qty, 0);
  const most = {
    tickets: books.has('held') || books.has('sold') ? all : 0,
    holds: books.has('held') ? 1 : 0,
  };
  for (const { field, isTickets } of boughtFields(order)) {
    const range = { least: 0, most: isTickets ? most.tickets : most.holds };
    rangesOf(began.bought, order.eventId).addRange(field, range);
  }
  if (order.codeUse === undefined) return;
  // It has never had more uses than tickets.
  const { code, uses } = order.codeUse;
  rangesOf(began.codes, order.eventId).addRange(code, { least: 0, most: Math.max(uses, all) });
}

function possibleLetters(order: BookedOrder, moment: Reading): string[] {
  if (order.status === 'unknown') return Object.keys(ORDER_STATES);
  const earlier = [...(EARLIER_STATES.get(order.letter) ?? [])];
  const { stateAtMs = 0 } = order;
  // In the time in which the books were read, or a change of details only; or at any time, by a clock
  // of Redis that was ahead.
  const canBeSame = stateAtMs <= moment.toMs || stateAtMs > moment.nowMs;
  return canBeSame ? [...earlier, order.letter] : earlier;
}

function bookOfLetter(letter: string): 'held' | 'sold' | undefined {
  return ORDER_STATES[letter]?.book;
}

function rangesOf(byEvent: Map<string, Ranges>, eventId: string): Ranges {
  const ranges = byEvent.get(eventId) ?? new Ranges();
  byEvent.set(eventId, ranges);
  return ranges;
}

// As bought.lua names them.
function boughtFields({
  customerKey: customer,
  clientKey: client,
}: BookedOrder): { field: string; isTickets: boolean }[] {
  return [
    ...(customer === undefined ? [] : [{ field: customer, isTickets: true }]),
    ...(customer === undefined ? [] : [{ field: `h:${customer}`, isTickets: false }]),
    ...(client === undefined ? [] : [{ field: `h:~${client}`, isTickets: false }]),
  ];
}
