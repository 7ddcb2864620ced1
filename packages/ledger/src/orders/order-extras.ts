/** The ticket of an order: its line, counted from 0, and its number in the line, counted from 1. */
export type TicketPosition = readonly [line: number, number: number];

/** A refund of some tickets of an order. */
export interface Refund {
  /** Unique within the order: a refund with the same id is the same. */
  id: string;
  /** Unix time. */
  atMs: number;
  amountMinor: number;
  tickets: readonly TicketPosition[];
  /** Whether the tickets went back on sale. Otherwise they stay in the book `sold`. */
  restocked: boolean;
}

/** What only some orders have: the last field of a record, absent when empty. */
export interface OrderExtras {
  /** How much of the total is a fee, and how much is tax, in minor units. */
  fee?: number;
  tax?: number;
  /** The rate of the tax, in percent of the net price. */
  taxRate?: number;
  /** By how much the total is less than the sum of the lines, in minor units. */
  discount?: number;
  /** The code that it was ordered with. */
  code?: string;
  /** The version of the terms that the buyer accepted. */
  terms?: string;
  /** The language of the buyer, as the shop told it: ISO 639-1. */
  language?: string;
  /** Answers to the questions of the event: for the order, or for a ticket of a type. */
  answers?: readonly (
    | readonly [questionId: string, answer: string]
    | readonly [questionId: string, ticketId: string, number: number, answer: string]
  )[];
  /** Where it was sold; absent for the shop. */
  source?: 'box_office' | 'complimentary';
  refunds?: readonly Refund[];
  /**
   * Tickets with the name of a holder, or issued again: of each ticket only the highest version
   * admits. Tickets that are not listed have version 1 and no name.
   */
  holders?: readonly (readonly [line: number, number: number, name: string, version: number])[];
  /** What a refunded order had been paid with. */
  paid?: string;
}

/** The extras without answers to questions, and with `instead` for each name on a ticket. */
export function withoutNames(extras: OrderExtras, instead: string): OrderExtras {
  const { answers: _, holders, ...rest } = extras;
  if (holders === undefined) return rest;
  const nameless = holders.map(([line, number, name, version]) => {
    return [line, number, name === '' ? '' : instead, version] as const;
  });
  return { ...rest, holders: nameless };
}

/** Whether the extras say anything of a person, other than `instead`. */
export function hasNames({ answers, holders = [] }: OrderExtras, instead: string): boolean {
  return answers !== undefined || holders.some(([, , name]) => name !== '' && name !== instead);
}

/** The tickets that were refunded. */
export function refundedTickets({ refunds = [] }: OrderExtras): TicketPosition[] {
  return refunds.flatMap(({ tickets }) => tickets);
}
