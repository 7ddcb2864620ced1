import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { ORDER_STATES } from './order-states.ts';

// The head is the first field of an order's record. It has all that scripts must know of an order but its
// items, so that they need not parse the rest:
//
//   <letter>[<since>][/<until>[/<giveUp>]][=<cause>][@<customer>][~<client>]
//
//   p                            pending, settled at once; older versions write and settle only this
//   p/900000@<22>~<22>           pending, then held for 15 minutes; counted for customer and client
//   h1780833652281/1780834552281 held, and until when; with a cause: to be cancelled by it then
//   o…/<until>/<giveUp>          held, with a payment under way
//   c1780833652281=pay_42        confirmed, and what it was paid with; without money nothing follows
//   x…  k…=<cause>  r…=<cause>   expired, cancelled, refunded
//   s… b… l… n… d… f…            rejected; f keeps the duration of the hold, for a replay
//
// `since` is the time of the change to this state (Unix, in ms). The tags after it stay through all
// states: they say whose limits the order counts for, and `@` and `~` are HMACs, so that nobody is
// found by them. Whatever follows what is known belongs to a newer version.

const PENDING = /^p(?:\/(\d{1,13}))?(?:@([\w-]+))?(?:~([\w-]+))?$/;
const LATER = /^([a-z])(\d+)(?:\/(\d+))?(?:\/(\d+))?(?:=([\w.:-]+))?(?:@([\w-]+))?(?:~([\w-]+))?/;

/** An order's current state. */
export interface OrderState {
  status: OrderStatus;
  reason: RejectReason | undefined;
  /** When it reached its outcome: Unix time in ms by Redis' clock; undefined before. */
  settledAtMs: number | undefined;
  /** The deadline of a held order: Unix time in ms by Redis' clock. */
  heldUntilMs: number | undefined;
  /** When the payment under way is given up, while there is one: Unix time in ms by Redis' clock. */
  giveUpAtMs: number | undefined;
  /** What it was paid with, cancelled or refunded by, as `finishOrders` was told. */
  cause: string | undefined;
}

/** What the head of an order has besides its state. */
export interface OrderTags {
  /**
   * How long its tickets are held for a payment once it is settled. Absent when no payment is
   * needed, and in orders that are settled.
   */
  holdMs?: number;
  /** The customer, where the event limits each one: 22 characters. */
  customerKey?: string;
  /** The client's network address, where the event caps its holds: 22 characters. */
  clientKey?: string;
  /** The place in the line whose admission it uses, where the event has a waiting room: 22 characters. */
  place?: string;
  /** The code that it uses, and how often. */
  codeUse?: { code: string; uses: number };
}

/** An HMAC in base64url, cut to 132 bits. */
export const CUSTOMER_KEY = /^[\w-]{22}$/;
/** Ten years, more than anybody would hold an order. */
const MAX_HOLD_MS = 10 * 366 * 86_400_000;

/** The cause of a step: a payment's id or who took it. 1 to 64 characters. */
export const CAUSE = /^[\w.:-]{1,64}$/;

/** The head of a pending order. Throws `RangeError` when a part is invalid. */
export function packPendingHead({ holdMs, customerKey, clientKey }: OrderTags): string {
  if (holdMs === undefined && customerKey === undefined && clientKey === undefined) return 'p';
  if (holdMs !== undefined && !(Number.isInteger(holdMs) && holdMs > 0 && holdMs <= MAX_HOLD_MS)) {
    throw new RangeError(`an order can be held for 1 to ${MAX_HOLD_MS} ms, not ${holdMs}`);
  }
  for (const key of [customerKey, clientKey]) {
    if (key !== undefined && !CUSTOMER_KEY.test(key)) throw new RangeError('a key is not an HMAC');
  }
  const hold = holdMs === undefined ? '' : `/${holdMs}`;
  const customer = customerKey === undefined ? '' : `@${customerKey}`;
  return `p${hold}${customer}${clientKey === undefined ? '' : `~${clientKey}`}`;
}

/** What a head says; undefined when this version does not know it. */
export function readHead(head: string): { state: OrderState; tags: OrderTags } | undefined {
  if (head.startsWith('p')) return readPending(head);
  const [, letter = '', since, until, giveUp, cause, customer, client] = LATER.exec(head) ?? [];
  const kind = ORDER_STATES[letter];
  if (kind === undefined) return undefined;
  const isHeld = kind.status === 'held';
  return {
    state: {
      status: kind.status,
      reason: kind.reason,
      settledAtMs: kind.isOutcome ? Number(since) : undefined,
      heldUntilMs: isHeld ? toNumber(until) : undefined,
      giveUpAtMs: isHeld ? toNumber(giveUp) : undefined,
      cause,
    },
    tags: toTags(customer, client),
  };
}

/**
 * How a record begins: the letter of its state, which may be one of a newer version, and when the
 * order got into it (Unix time in ms), undefined while it is pending.
 */
export function readStamp(record: string): { letter: string; sinceMs: number | undefined } {
  const [, letter = '', since = ''] = /^\["([a-z])(\d*)/i.exec(record) ?? [];
  return { letter, sinceMs: since === '' ? undefined : Number(since) };
}

function readPending(head: string): ReturnType<typeof readHead> {
  const match = PENDING.exec(head);
  if (match === null) return undefined;
  const [, hold, customer, client] = match;
  const holdMs = hold === undefined ? {} : { holdMs: Number(hold) };
  return { state: stateOf('pending'), tags: { ...holdMs, ...toTags(customer, client) } };
}

/** A state that says nothing but its status. */
export function stateOf(status: 'pending' | 'unknown'): OrderState {
  return {
    status,
    reason: undefined,
    settledAtMs: undefined,
    heldUntilMs: undefined,
    giveUpAtMs: undefined,
    cause: undefined,
  };
}

function toTags(customerKey: string | undefined, clientKey: string | undefined): OrderTags {
  return {
    ...(customerKey === undefined ? {} : { customerKey }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

function toNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
