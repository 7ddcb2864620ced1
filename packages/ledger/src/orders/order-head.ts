import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { ORDER_STATES } from './order-states.ts';

// The head is the first field of an order's record. It has all that scripts must know of an order but its
// items, so that they need not parse the rest:
//
//   <letter>[<since>][/<until>[/<giveUp>]][=<cause>][@<customer>][~<client>][!<place>][+<CODE>.<uses>]
//
//   p                            pending, settled at once; older versions write and settle only this
//   p/900000@<22>~<22>           pending, then held for 15 minutes; counted for customer and client
//   h1780833652281/1780834552281 held, and until when; with a cause: to be cancelled by it then
//   o…/<until>/<giveUp>          held, with a payment under way
//   c1780833652281=pay_42        confirmed, and what it was paid with; without money nothing follows
//   x…  k…=<cause>  r…=<cause>   expired, cancelled, refunded
//   s… b… l… n… d… f…            rejected; f keeps the duration of the hold, for a replay
//   p!<22>+SUMMER-10.2           pending; uses the admission of a place, and a code twice
//
// `since` is the time of the change to this state (Unix, in ms). The tags after it stay through all
// states: `@` and `~` say whose limits the order counts for, and are HMACs, so that nobody is found by
// them. `!` is the place whose admission it has used (waiting-room/place-record.ts), and `+` the code with
// its uses: those that are taken, in a state with tickets or after it, which become fewer where they are
// given back; those that it asks for, or would take again, while it is pending, rejected or expired.
// Whatever follows what is known belongs to a newer version: versions that do not know a tag leave orders
// that have it alone.

const TAGS = /(?:@([\w-]+))?(?:~([\w-]+))?(?:!([\w-]+))?(?:\+([A-Z\d-]{3,32})\.(\d{1,9}))?/.source;
const PENDING = new RegExp(String.raw`^p(?:/(\d{1,13}))?${TAGS}$`);
const LATER = new RegExp(String.raw`^([a-z])(\d+)(?:/(\d+))?(?:/(\d+))?(?:=([\w.:-]+))?${TAGS}`);

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

/** What a code in a head looks like, and the most uses of it. */
const CODE = /^[A-Z\d-]{3,32}$/;
const MOST_USES = 999_999_999;

/** The head of a pending order. Throws `RangeError` when a part is invalid. */
export function packPendingHead(tags: OrderTags): string {
  const { holdMs, customerKey, clientKey, place, codeUse } = tags;
  if (holdMs !== undefined && !(Number.isInteger(holdMs) && holdMs > 0 && holdMs <= MAX_HOLD_MS)) {
    throw new RangeError(`an order can be held for 1 to ${MAX_HOLD_MS} ms, not ${holdMs}`);
  }
  const hold = holdMs === undefined ? '' : `/${holdMs}`;
  const customer = packTag('@', customerKey);
  const client = packTag('~', clientKey);
  const ofLine = packTag('!', place);
  return `p${hold}${customer}${client}${ofLine}${codeUse === undefined ? '' : packUse(codeUse)}`;
}

function packTag(sign: '@' | '~' | '!', key: string | undefined): string {
  if (key === undefined) return '';
  if (CUSTOMER_KEY.test(key)) return `${sign}${key}`;
  throw new RangeError(sign === '!' ? 'a place has 22 characters' : 'a key is not an HMAC');
}

function packUse({ code, uses }: NonNullable<OrderTags['codeUse']>): string {
  if (!CODE.test(code)) throw new RangeError('a code has 3 to 32 capitals, digits and hyphens');
  if (Number.isInteger(uses) && uses > 0 && uses <= MOST_USES) return `+${code}.${uses}`;
  throw new RangeError(`a code can be used 1 to ${MOST_USES} times, not ${uses}`);
}

/** What a head says; undefined when this version does not know it. */
export function readHead(head: string): { state: OrderState; tags: OrderTags } | undefined {
  if (head.startsWith('p')) return readPending(head);
  const [, letter = '', since, until, giveUp, cause, ...tags] = LATER.exec(head) ?? [];
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
    tags: toTags(tags),
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
  const [, hold, ...tags] = match;
  const holdMs = hold === undefined ? {} : { holdMs: Number(hold) };
  return { state: stateOf('pending'), tags: { ...holdMs, ...toTags(tags) } };
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

// As they follow one another in a head.
function toTags(tags: readonly (string | undefined)[]): OrderTags {
  const [customerKey, clientKey, place, code, uses] = tags;
  return {
    ...(customerKey === undefined ? {} : { customerKey }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(place === undefined ? {} : { place }),
    ...(code === undefined ? {} : { codeUse: { code, uses: Number(uses) } }),
  };
}

function toNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
