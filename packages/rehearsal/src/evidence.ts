/**
 * All that was counted from outside. Each list is what one side tells by itself: the people what they were answered,
 * the shop its orders, the office its records, the bank its books, the mail server what it took, the devices what they
 * showed. The promises are judged by holding one against the other.
 */
export interface Evidence {
  capacity: number;
  /** Of one ticket, in minor units. */
  priceMinor: number;
  /** Orders that were taken (201), as those who placed them know them. */
  placed: readonly PlacedOrder[];
  /** The shop's own pages of these orders, in the end. */
  shop: ReadonlyMap<string, ShownOrder>;
  /** The books of the event, as often as they were read. */
  books: readonly Books[];
  /** Undefined where there is nobody to ask. */
  bank: readonly BankSum[] | undefined;
  office: ReadonlyMap<string, RecordedOrder> | undefined;
  /** By the id of each confirmed order: the tickets that its buyer was given. */
  tickets: ReadonlyMap<string, readonly GivenTicket[]> | undefined;
  /** By address: mails with tickets that the mail server took. */
  mails: ReadonlyMap<string, number> | undefined;
  entrance: EntranceEvidence | undefined;
  /** Whether parts were killed: then there are answers that say so. */
  isDisturbed: boolean;
  /** `stranded`: they have neither an order nor heard that nothing is left. */
  people: { triedToCheat: number; stolen: number; unanswered: number; stranded: number };
  /** How many answers there were, by what was asked for and the status. */
  answers: ReadonlyMap<string, number>;
  /** Requests that must be refused, and what came of them. */
  probes: readonly Probe[];
}

export interface PlacedOrder {
  orderId: string;
  email: string;
  qty: number;
  /** What the buyer was shown as the total. */
  totalMinor: number;
  /** Which orders the same request led to when it was repeated. */
  repeats: readonly string[];
}

export interface ShownOrder {
  status: string;
  totalMinor: number;
}

export interface RecordedOrder {
  status: string;
  tickets: number;
  totalMinor: number;
}

export interface Books {
  capacity: number;
  remaining: number;
  held: number;
  sold: number;
}

/** What the bank has of one order. */
export interface BankSum {
  orderId: string;
  payments: number;
  paidMinor: number;
  refundedMinor: number;
  /** On its way, or not decided. */
  openMinor: number;
}

export interface GivenTicket {
  code: string;
  /** Whether the signature is one of the shop's keys. */
  isSigned: boolean;
}

export interface EntranceEvidence {
  scans: readonly { code: string; admitted: boolean; kind: 'first' | 'again' | 'forged' }[];
  /** Codes of tickets that the office has as let in, by its own log. */
  inside: number;
}

export interface Probe {
  what: string;
  wanted: string;
  got: string;
  isRight: boolean;
  promise: 4 | 5;
}
