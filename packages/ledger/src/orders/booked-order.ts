import type { OrderStatus, RejectReason } from '@onsale/contracts';
import type { OrderLine } from './items.ts';
import type { Refund } from './order-extras.ts';
import { readStamp } from './order-head.ts';
import { readOutcome, unpackOrder } from './order-record.ts';
import { bookOf, ORDER_STATES } from './order-states.ts';

/** What the books, counts, indexes and limits know of an order: everything but the customer's data. */
export interface BookedOrder {
  status: OrderStatus;
  reason: RejectReason | undefined;
  /** A letter of `ORDER_STATES`, or of a newer version. */
  letter: string;
  /** When it got into its state: Unix time in ms by Redis' clock; undefined while pending. */
  stateAtMs: number | undefined;
  /** When its state or refunds changed last, in the same way. */
  changedAtMs: number | undefined;
  /** While it is held: when the hold ends, or when its payment is given up (Unix, in ms). */
  dueAtMs: number | undefined;
  /** Whether money came for it, or somebody marked it as paid; also when it was refunded since. */
  hadMoney: boolean;
  /** The customer, where the event limits each one, and the address, where it caps the holds of each. */
  customerKey: string | undefined;
  clientKey: string | undefined;
  /** The place in a line whose turn it has used. */
  place: string | undefined;
  /** The code that it names, and how many of its uses are counted for it. */
  codeUse: { code: string; uses: number } | undefined;
  eventId: string;
  /** All of its tickets, by type. */
  tickets: Map<string, number>;
  /** Those that are in the held or the sold book. */
  booked: Map<string, number>;
  /** How many of them count as its customer's. */
  owned: number;
}

/**
 * Reads what counts of an order's record. Throws when it is malformed; the message never quotes
 * personal data.
 */
export function readBooked(record: string): BookedOrder {
  const order = unpack(record);
  const { status, lines, extras = {} } = order;
  const { letter, sinceMs } = readStamp(record);
  const isKnown = status !== 'unknown';
  const book = isKnown ? ORDER_STATES[letter]?.book : undefined;
  const stateAtMs = isKnown ? sinceMs : undefined;
  const refunds = extras.refunds ?? [];
  const tickets = new Map<string, number>();
  for (const { ticketId, qty } of lines) addTo(tickets, ticketId, qty);
  const changes = [stateAtMs, ...refunds.map(({ atMs }) => atMs)].filter((at) => at !== undefined);
  const isPaid = book === 'sold' && order.cause !== undefined;
  return {
    ...{ status, reason: order.reason, letter, stateAtMs, tickets },
    changedAtMs: changes.length === 0 ? undefined : Math.max(...changes),
    dueAtMs: order.giveUpAtMs ?? order.heldUntilMs,
    hadMoney: isPaid || extras.paid !== undefined || refunds.length > 0,
    customerKey: order.customerKey,
    clientKey: order.clientKey,
    place: order.place,
    codeUse: codeUseOf(book, order),
    eventId: order.eventId,
    booked: bookedOf(book, { lines, tickets, refunds }),
    owned: ownedOf(book, { tickets, refunds }),
  };
}

/** The same; undefined when the record is malformed. */
export function tryReadBooked(record: string): BookedOrder | undefined {
  try {
    return readBooked(record);
  } catch {
    return undefined;
  }
}

// What an order wanted that got nothing, as its record can't be read, does not matter any more.
function unpack(record: string): ReturnType<typeof unpackOrder> {
  try {
    return unpackOrder(record);
  } catch (error) {
    const { items: _items, ...state } = readOutcome(record);
    if (state.status === 'unknown' || bookOf(state.status) !== undefined) throw error;
    return { ...state, ...NOTHING };
  }
}

const NOTHING = {
  ...{ eventId: '', currency: '', customer: { name: '', email: '' }, paymentMethod: '' },
  ...{ lines: [], totalMinor: 0 },
};

/** Adds a number to the count of this name. */
export function addTo(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

// In a state with tickets and after it, the head has the uses that are taken. When all of them came back, or an
// expired order would take them again, none are.
function codeUseOf(
  book: 'held' | 'sold' | undefined,
  { codeUse, extras, status }: ReturnType<typeof unpackOrder>,
): BookedOrder['codeUse'] {
  const code = codeUse?.code ?? extras?.code;
  if (code === undefined) return undefined;
  const isTaken = book !== undefined || status === 'cancelled' || status === 'refunded';
  return { code, uses: isTaken ? (codeUse?.uses ?? 0) : 0 };
}

// What was refunded without going back on sale stays in the sold book, whatever becomes of the order.
function bookedOf(
  book: 'held' | 'sold' | undefined,
  order: { lines: readonly OrderLine[]; tickets: Map<string, number>; refunds: readonly Refund[] },
): Map<string, number> {
  const booked = new Map(book === undefined ? [] : order.tickets);
  for (const { tickets, restocked } of order.refunds) {
    if (restocked !== (book === 'sold')) continue;
    for (const [line] of tickets) {
      const ticketId = order.lines[line]?.ticketId;
      if (ticketId !== undefined) addTo(booked, ticketId, restocked ? -1 : 1);
    }
  }
  return booked;
}

function ownedOf(
  book: 'held' | 'sold' | undefined,
  order: { tickets: Map<string, number>; refunds: readonly Refund[] },
): number {
  if (book === undefined) return 0;
  const all = order.tickets.values().reduce((sum, qty) => sum + qty, 0);
  return order.refunds.reduce((left, { tickets }) => left - tickets.length, all);
}
