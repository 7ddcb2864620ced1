import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { type OrderLine, packItems, unpackItems } from './items.ts';
import { ORDER_STATES } from './order-states.ts';

// An order is stored as a JSON array without spaces; the type below says what each place means. Scripts
// find the first two by patterns (order-record.lua). Lua looks at every character it is given, so the
// record is kept as short as possible. New fields go at the end.
//
//   ["p","adult:1:2500:adult",2500,"EUR","show-7","Ada","ada@example.org","credit_card"]

type Fields = [
  /** A letter of `ORDER_STATES`, then, unless it is pending, when it changed (Unix time in ms). */
  state: string,
  items: string,
  totalMinor: number,
  currency: string,
  eventId: string,
  name: string,
  email: string,
  paymentMethod: string,
];

/** What a buyer has asked for: it does not change. */
export interface OrderContent {
  eventId: string;
  currency: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type at most once. */
  lines: readonly OrderLine[];
  totalMinor: number;
}

/** What an order has become. */
export interface OrderState {
  status: OrderStatus;
  reason: RejectReason | undefined;
  /** When it came to its end: Unix time in ms by Redis' clock; undefined before. */
  settledAtMs: number | undefined;
}

/** The record of an order that nobody has settled yet. */
export function packPendingOrder(order: OrderContent): string {
  const { customer, paymentMethod, currency, eventId, totalMinor } = order;
  const items = packItems(order.lines);
  const person = [customer.name, customer.email, paymentMethod] as const;
  return JSON.stringify(['p', items, totalMinor, currency, eventId, ...person] satisfies Fields);
}

/** Whether a record is that of an order which nobody has settled yet. */
export function isPending(record: string): boolean {
  return record.startsWith('["p",');
}

/** Reads a record. Throws when the text is not one; the message never quotes it, as it names a person. */
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

/** Only what an audit needs: the state, and what `unpackItems` reads. Throws as `unpackOrder` does. */
export function readOutcome(record: string): OrderState & { items: string } {
  const [state, items] = parse(record);
  return { ...unpackState(state), items };
}

/** The same record with something else instead of name, e-mail address and payment method. */
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
    // The parser's own message quotes a piece of the text.
    return undefined;
  }
}

// A state that this version does not know is not an error: a newer process has written it.
function unpackState(state: string): OrderState {
  const kind = ORDER_STATES[state.charAt(0)];
  const [moment] = /^\d+/.exec(state.slice(1)) ?? [];
  const isKnown = kind?.status === 'pending' ? state.length === 1 : moment !== undefined;
  if (kind !== undefined && isKnown) {
    const settledAtMs = kind.isOutcome ? Number(moment) : undefined;
    return { status: kind.status, reason: kind.reason, settledAtMs };
  }
  if (!/^[a-z]/i.test(state)) throw new Error(`an order has the unreadable state ${state}`);
  return { status: 'unknown', reason: undefined, settledAtMs: undefined };
}
