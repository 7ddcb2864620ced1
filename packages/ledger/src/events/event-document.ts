import type { EventStatus } from '@onsale/contracts';

/** A kind of ticket sold for an event. */
export interface TicketType {
  /** Unique among all events. */
  id: string;
  eventId: string;
  name: string;
  /** For example `adult`. */
  type: string;
  description: string;
  /** What its holders are told, on the ticket and in their mail: plain text. */
  holderText?: string;
  /** What is paid, tax and fee included. */
  priceMinor: number;
  currency: string;
  /** Total number of tickets of this type. */
  capacity: number;
  /** The pool it draws on as well. */
  pool?: string;
  /** Its own sales window, within that of the event. */
  salesFrom?: string;
  salesTo?: string;
  minPerOrder?: number;
  maxPerOrder?: number;
  /** The part of its price that is a fee; instead of the event's `feeMinor`. */
  feeMinor?: number;
  /** Shown and sold only with a code. */
  hidden?: boolean;
}

/** How a waiting room stands before an event. */
export interface WaitingRoom {
  /** Always, from a moment on, or by itself when more people order than can be served. */
  opens: 'always' | 'from' | 'automatic';
  /** Only with `from`. */
  from?: string;
  /** When its lobby opens; see `lobbyFromMsOf`. */
  lobbyFrom?: string;
  /** How long somebody has to order once it is their turn; see `turnMsOf`. */
  turnMinutes?: number;
  /** How many people are admitted in a minute at most. */
  perMinute?: number;
  /** Places of one network after which further ones are slowed. */
  placesPerNetwork?: number;
}

/** A question that buyers answer with their order. */
export interface Question {
  id: string;
  text: string;
  type: 'text' | 'choice';
  /** Only with `choice`. */
  choices?: string[];
  required: boolean;
  /** Whether it is asked once for the order, or for each of its tickets. */
  for: 'order' | 'ticket';
}

/** A room or quota that several ticket types share. */
export interface Pool {
  /** Unique within the event. */
  id: string;
  capacity: number;
}

/**
 * Everything a seller says about an event. Times are ISO 8601 with an offset. A field that was left
 * out stays out, so that a document is equal to what it was made from (`digestDocument`).
 */
export interface EventDocument {
  id: string;
  name: string;
  venue: string;
  city?: string;
  category?: string;
  /** Nobody younger is let in, in years. */
  minimumAge?: number;
  /** What else is to be said of age. */
  ageNote?: string;
  /** Markdown. */
  description: string;
  /** A path on the shop, or an https URL. */
  picture?: string;
  startsAt: string;
  endsAt?: string;
  doorsAt?: string;
  /** Until when buyers may change the names on their tickets; see `namesUntilMsOf`. */
  namesUntil?: string;
  /** IANA, such as `Europe/Berlin`. */
  timeZone?: string;
  currency: string;
  /** It lives in the shard of rehearsals, and no list shows it. */
  rehearsal?: true;
  salesFrom?: string;
  salesTo?: string;
  minPerOrder?: number;
  maxPerOrder?: number;
  /** Tickets that one customer may have, held and bought, in all of their orders. */
  maxPerCustomer?: number;
  /** Orders that one customer may have on hold at a time. */
  maxHoldsPerCustomer?: number;
  /** Orders that one network address may have on hold at a time. */
  maxHoldsPerClient?: number;
  /** How long an order is held for its payment; see `holdMsOf`. */
  holdMinutes?: number;
  /** How many days one is held that is paid by bank transfer or at the desk; see `manualHoldMsOf`. */
  manualHoldDays?: number;
  /** The methods buyers may use; when missing any, and all are settled at once. */
  paymentMethods?: string[];
  /** Percent of the net price, contained in the price. */
  taxRate?: number;
  /** The part of each ticket's price that is a fee, in the event's currency. */
  feeMinor?: number;
  /** The version of the terms that a buyer accepts. */
  termsVersion?: string;
  /** Their text, or an https URL of it. */
  terms?: string;
  questions?: Question[];
  pools?: Pool[];
  waitingRoom?: WaitingRoom;
  tickets: TicketType[];
}

/** An event as it is stored. */
export interface StoredEvent {
  /** The shard of its stock and orders. */
  shard: number;
  /** 1 when it is created, and one more with each change of document or status. */
  revision: number;
  status: EventStatus;
  /** When it was changed last: Unix time in ms by Redis' clock. */
  changedAtMs: number;
  document: EventDocument;
  /** Digests of what was applied to it from catalog files, newest first. */
  applied: string[];
  /** Whether there are codes for it. */
  hasCodes: boolean;
}

/** What is sold under a ticket id. */
export interface Offer {
  ticket: TicketType;
  event: EventDocument;
  status: EventStatus;
  shard: number;
}

/** The method that is paid at a payment provider, where an event names it. */
export const ONLINE = 'online';

/** The method that is paid by bank transfer or at the desk, where an event names it: staff say when. */
export const MANUAL = 'manual';

const DEFAULT_HOLD_MINUTES = 15;
const DEFAULT_MANUAL_HOLD_DAYS = 7;

/** How long an order of this event is held for its payment online, in ms. */
export function holdMsOf(event: EventDocument): number {
  return Math.round((event.holdMinutes ?? DEFAULT_HOLD_MINUTES) * 60_000);
}

/**
 * How long an order of this event is held for its payment by bank transfer or at the desk, in ms: for
 * days, but not beyond the start of the event. Once it has started there is no such hold: 0.
 */
export function manualHoldMsOf(event: EventDocument, nowMs: number): number {
  const daysMs = (event.manualHoldDays ?? DEFAULT_MANUAL_HOLD_DAYS) * 86_400_000;
  return Math.max(0, Math.min(daysMs, Date.parse(event.startsAt) - nowMs));
}

/**
 * Until when buyers may change the names on their tickets (Unix time in ms): by default until the doors open, or the
 * event starts.
 */
export function namesUntilMsOf({ namesUntil, doorsAt, startsAt }: EventDocument): number {
  return Date.parse(namesUntil ?? doorsAt ?? startsAt);
}

/** The fee contained in the price of one ticket, in minor units of its currency. */
export function feeMinorOf(event: EventDocument, ticket: TicketType): number {
  if (ticket.feeMinor !== undefined) return ticket.feeMinor;
  // A fee in another currency says nothing, and what is free has none.
  if (ticket.currency !== event.currency || ticket.priceMinor === 0) return 0;
  return event.feeMinor ?? 0;
}

/** Digits after the decimal point that a tax rate may have. */
export const TAX_RATE_DIGITS = 3;

/** The tax contained in an amount in minor units, rounded to the nearest one. */
export function taxMinorOf(event: EventDocument, grossMinor: number): number {
  const scale = 10 ** TAX_RATE_DIGITS;
  const rate = BigInt(Math.round((event.taxRate ?? 0) * scale));
  const whole = rate + BigInt(100 * scale);
  return Number((BigInt(grossMinor) * rate * 2n + whole) / (whole * 2n));
}
