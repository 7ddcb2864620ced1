import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { type OrderLine, packItems, unpackItems } from './items.ts';

// What is stored of an order: an array of JSON without spaces, whose places mean what the type below
// says. Scripts find the first two with patterns (order-record.lua). Lua looks at every character of
// every text that it is given, so the record is as short as can be. A new field comes last.
//
//   ["p","adult:1:2500:adult",2500,"EUR","show-7","Ada","ada@example.org","credit_card"]

type Fields = [
  /** What has become of it: a letter, and when, as Unix time in ms; nothing while it is pending. */
  state: string,
  items: string,
  totalMinor: number,
  currency: string,
  eventId: string,
  name: string,
  email: string,
  paymentMethod: string,
];

const PENDING: OrderState = { status: 'pending', reason: undefined, settledAtMs: undefined };

const SETTLED: Record<string, { status: OrderStatus; reason: RejectReason | undefined }> = {
  c: { status: 'confirmed', reason: undefined },
  s: { status: 'rejected', reason: 'sold_out' },
  f: { status: 'rejected', reason: 'failed' },
};

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
  /** Unix time by Redis' clock; undefined while the order is pending. */
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

/** Reads a record. Throws on what is none. */
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

/** Only what an audit asks: the state, and what `unpackItems` reads. Throws on what is no record. */
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
  const fields: unknown = JSON.parse(record);
  if (Array.isArray(fields) && typeof fields[0] === 'string') return fields as Fields;
  throw new Error(`this is no record of an order: ${record}`);
}

function unpackState(state: string): OrderState {
  if (state === 'p') return PENDING;
  const settled = SETTLED[state.charAt(0)];
  if (settled === undefined) throw new Error(`an order has the unknown state ${state}`);
  return { ...settled, settledAtMs: Number(state.slice(1)) };
}
