import type { OrderStatus } from '@onsale/contracts';
import { type OrderLine, unpackItems } from '../orders/items.ts';
import { ORDER_STATES } from '../orders/order-states.ts';

/** What the books, counts, indexes and limits know of an order: everything but the customer's data. */
export interface BookedOrder {
  status: OrderStatus;
  /** A letter of `ORDER_STATES`, or of a newer version. */
  letter: string;
  /** When its state or refunds changed last: Unix time in ms by Redis' clock; undefined while pending. */
  changedAtMs: number | undefined;
  /** While it is held: when the hold ends, or when its payment is given up (Unix, in ms). */
  dueAtMs: number | undefined;
  /** Whether money came for it, or somebody marked it as paid; also when it was refunded since. */
  hadMoney: boolean;
  /** The pseudonym of its customer, where the event limits customers. */
  customer: string | undefined;
  /** That of the network address it came from, where the event limits the holds of each. */
  client: string | undefined;
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
  const fields = parse(record);
  const head = readHead(String(fields[0]));
  const lines = unpackItems(String(fields[1]));
  const { refunds = [], paid } = (fields[8] ?? {}) as { refunds?: Refund[]; paid?: string };
  const { status, letter } = head;
  const book = status === 'unknown' ? undefined : ORDER_STATES[letter]?.book;
  const tickets = new Map<string, number>();
  for (const { ticketId, qty } of lines) addTo(tickets, ticketId, qty);
  const changes = [head.atMs, ...refunds.map(({ atMs }) => atMs)].filter((at) => at !== undefined);
  return {
    ...{ status, letter, tickets },
    changedAtMs: changes.length === 0 ? undefined : Math.max(...changes),
    dueAtMs: head.dueAtMs,
    hadMoney: head.isPaid || paid !== undefined || refunds.length > 0,
    customer: head.customer,
    client: head.client,
    eventId: String(fields[4]),
    booked: bookedOf(book, { lines, tickets, refunds }),
    owned: ownedOf(book, { tickets, refunds }),
  };
}

/** Adds a number to the count of this name. */
export function addTo(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

interface Refund {
  atMs: number;
  tickets: [line: number, number: number][];
  restocked: boolean;
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

// State, time, deadline of the hold, end of the payment, cause, customer, client: see order-record.ts.
const HEAD = /^([a-z])(\d*)(?:\/(\d+))?(?:\/(\d+))?(=[\w.:-]+)?(@[\w-]+)?(~[\w-]+)?$/i;

interface Head extends Pick<BookedOrder, 'status' | 'letter'> {
  atMs?: number | undefined;
  dueAtMs?: number | undefined;
  isPaid: boolean;
  customer?: string | undefined;
  client?: string | undefined;
}

function readHead(head: string): Head {
  if (!/^[a-z]/i.test(head)) throw new Error(`an order has the malformed state ${head}`);
  const [, letter = '', at = '', until, giveUp, cause, customer, client] = HEAD.exec(head) ?? [];
  const kind = ORDER_STATES[letter];
  if (kind === undefined || (at === '') !== (kind.status === 'pending')) {
    // Written by a newer version.
    return { status: 'unknown', letter: head.charAt(0), isPaid: false };
  }
  const due = kind.book === 'held' ? (giveUp ?? until) : undefined;
  return {
    ...{ status: kind.status, letter },
    atMs: at === '' ? undefined : Number(at),
    dueAtMs: due === undefined ? undefined : Number(due),
    isPaid: kind.book === 'sold' && cause !== undefined,
    customer: customer?.slice(1),
    client: client?.slice(1),
  };
}

function parse(record: string): unknown[] {
  let fields: unknown;
  try {
    fields = JSON.parse(record);
  } catch {
    // The parser's own message quotes part of the text.
  }
  if (Array.isArray(fields) && typeof fields[0] === 'string') return fields as unknown[];
  throw new Error('its record is not an array that begins with a state');
}
