import { type OrderLine, packItems, unpackItems } from './items.ts';
import type { OrderExtras } from './order-extras.ts';
import {
  type OrderState,
  type OrderTags,
  packPendingHead,
  readHead,
  stateOf,
} from './order-head.ts';

// An order is stored as a JSON array without spaces; the type below gives the meaning of each position.
// Scripts find the first two with patterns (order-record.lua). Lua scans every character, so records
// are kept as short as possible. New fields go at the end.
//
//   ["p","adult:1:2500:adult",2500,"EUR","show-7","Ada","ada@example.org","credit_card"]

type Fields = [
  /** See `order-head.ts`. */
  head: string,
  items: string,
  totalMinor: number,
  currency: string,
  eventId: string,
  name: string,
  email: string,
  paymentMethod: string,
  extras?: OrderExtras,
  ...newer: unknown[],
];

/** What the buyer asked for; only `extras` change later. */
export interface OrderContent extends OrderTags {
  eventId: string;
  currency: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type at most once. */
  lines: readonly OrderLine[];
  totalMinor: number;
  /** What only some orders have. */
  extras?: OrderExtras;
}

/** The record of a pending order. Throws `RangeError` when `holdMs` or a key is invalid. */
export function packPendingOrder(order: OrderContent): string {
  const { customer, paymentMethod, currency, eventId, totalMinor, extras } = order;
  const items = packItems(order.lines);
  const head = packPendingHead(order);
  const { name, email } = customer;
  const fields: Fields = [head, items, totalMinor, currency, eventId, name, email, paymentMethod];
  fields.push(...present(extras));
  return JSON.stringify(fields);
}

/** Whether a record is that of a pending order. */
export function isPending(record: string): boolean {
  if (record.startsWith('["p",')) return true;
  const [, head = ''] = /^\["(p[^"]*)",/.exec(record) ?? [];
  return readHead(head)?.state.status === 'pending';
}

/**
 * Parses a record. Throws when it is malformed; the message never quotes it, since it contains
 * personal data.
 */
export function unpackOrder(record: string): OrderContent & OrderState {
  const [head, items, totalMinor, currency, eventId, name, email, paymentMethod, extras] =
    parse(record);
  const { state, tags } = unpackHead(head);
  return {
    ...state,
    ...tags,
    lines: unpackItems(items),
    totalMinor,
    currency,
    eventId,
    customer: { name, email },
    paymentMethod,
    ...(extras === undefined ? {} : { extras }),
  };
}

/**
 * Only what the audit needs: the state, and the items for `unpackItems`. Throws what `unpackOrder`
 * throws.
 */
export function readOutcome(record: string): OrderState & { items: string } {
  const [head, items] = parse(record);
  return { ...unpackHead(head).state, items };
}

/** A record with other fields; those of a newer version, at the end, are passed on. */
export function changeRecord(record: string, change: (fields: Fields) => Fields): string {
  const [head, items, total, currency, eventId, name, email, method, extras, ...newer] = change(
    parse(record),
  );
  const order = [head, items, total, currency, eventId, name, email, method];
  return JSON.stringify([...order, ...present(extras), ...newer]);
}

/** The head of a record. */
export function headOf(record: string): string {
  return /^\["([^"]*)",/.exec(record)?.[1] ?? '';
}

/** What follows the head of a record: `finishOrders` compares and replaces it as a whole. */
export function tailOf(record: string): string {
  const [head = ''] = /^\["[^"]*",/.exec(record) ?? [];
  return record.slice(head.length);
}

/** The tail of a record with other extras. */
export function tailWith(record: string, extras: OrderExtras): string {
  const [, items, totalMinor, currency, eventId, name, email, paymentMethod, , ...newer] =
    parse(record);
  const order = [items, totalMinor, currency, eventId, name, email, paymentMethod];
  return JSON.stringify([...order, ...present(extras), ...newer]).slice(1);
}

// Scripts rely on it that extras are never empty.
function present(extras: OrderExtras | undefined): [] | [OrderExtras] {
  return extras === undefined || Object.keys(extras).length === 0 ? [] : [extras];
}

function parse(record: string): Fields {
  const fields = parseJson(record);
  if (Array.isArray(fields) && typeof fields[0] === 'string') return fields as unknown as Fields;
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
function unpackHead(head: string): NonNullable<ReturnType<typeof readHead>> {
  const read = readHead(head);
  if (read !== undefined) return read;
  if (!/^[a-z]/i.test(head)) throw new Error(`an order has the malformed state ${head}`);
  return { state: stateOf('unknown'), tags: {} };
}
