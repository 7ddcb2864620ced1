import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { type OrderLine, packItems, unpackItems } from './items.ts';
import { ORDER_STATES } from './order-states.ts';

// An order is stored as a JSON array without spaces; the type below gives the meaning of each position.
// Scripts find the first two with patterns (order-record.lua). Lua scans every character, so records
// are kept as short as possible. New fields go at the end.
//
//   ["p","adult:1:2500:adult",2500,"EUR","show-7","Ada","ada@example.org","credit_card"]

type Fields = [
  /**
   * A letter from `ORDER_STATES`, followed, unless pending, by the time of the change (Unix, in
   * ms).
   */
  state: string,
  items: string,
  totalMinor: number,
  currency: string,
  eventId: string,
  name: string,
  email: string,
  paymentMethod: string,
];

/** What the buyer asked for; never changes. */
export interface OrderContent {
  eventId: string;
  currency: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type at most once. */
  lines: readonly OrderLine[];
  totalMinor: number;
}

/** An order's current state. */
export interface OrderState {
  status: OrderStatus;
  reason: RejectReason | undefined;
  /** When it reached its outcome: Unix time in ms by Redis' clock; undefined before. */
  settledAtMs: number | undefined;
}

/** The record of a pending order. */
export function packPendingOrder(order: OrderContent): string {
  const { customer, paymentMethod, currency, eventId, totalMinor } = order;
  const items = packItems(order.lines);
  const person = [customer.name, customer.email, paymentMethod] as const;
  return JSON.stringify(['p', items, totalMinor, currency, eventId, ...person] satisfies Fields);
}

/** Whether a record is that of a pending order. */
export function isPending(record: string): boolean {
  return record.startsWith('["p",');
}

/**
 * Parses a record. Throws when it is malformed; the message never quotes it, since it contains
 * personal data.
 */
export function unpackOrder(record: string): OrderContent & OrderState {
  const [state, items, totalMinor, currency, eventId, name, email, paymentMethod] = parse(record);
  return {
    ...unpackState(state),
    lines: unpackItems(items),
    totalMinor,
    currency,
    eventId,
    customer: { name, email },
    paymentMethod,
  };
}

/**
 * Only what the audit needs: the state, and the items for `unpackItems`. Throws what `unpackOrder`
 * throws.
 */
export function readOutcome(record: string): OrderState & { items: string } {
  const [state, items] = parse(record);
  return { ...unpackState(state), items };
}

/** The record with name, e-mail address and payment method replaced by `instead`. */
export function withoutPerson(record: string, instead: string): string {
  const [state, items, totalMinor, currency, eventId, , , , ...newer] = parse(record);
  const order = [state, items, totalMinor, currency, eventId];
  return JSON.stringify([...order, instead, instead, instead, ...newer]);
}

function parse(record: string): Fields {
  const fields = parseJson(record);
  if (Array.isArray(fields) && typeof fields[0] === 'string') return fields as Fields;
  throw new Error('its record is not an array that begins with a state');
}

function parseJson(record: string): unknown {
  try {
    return JSON.parse(record);
  } catch {
    // The parser's own message quotes part of the text.
    return undefined;
  }
}

// A state that this version does not know is not an error: a newer process wrote it.
function unpackState(state: string): OrderState {
  const kind = ORDER_STATES[state.charAt(0)];
  const [moment] = /^\d+/.exec(state.slice(1)) ?? [];
  const isKnown = kind?.status === 'pending' ? state.length === 1 : moment !== undefined;
  if (kind !== undefined && isKnown) {
    const settledAtMs = kind.isOutcome ? Number(moment) : undefined;
    return { status: kind.status, reason: kind.reason, settledAtMs };
  }
  if (!/^[a-z]/i.test(state)) throw new Error(`an order has the malformed state ${state}`);
  return { status: 'unknown', reason: undefined, settledAtMs: undefined };
}
