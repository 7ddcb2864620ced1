import { anonymizeOrder } from '../person/anonymize-record.ts';

// An order that has left Redis keeps its payment in the office's records. When money moves for it, the
// payment comes back: under the same key as ever, without its order, and noted in an index that has the
// record of the order, less the person. While it is there, only that counts; the archive takes it out once
// it is decided and recorded again.
//
// Nobody may bring back what he read long ago, because it could have been there and gone since with more
// refunds. So it stays for much longer than anybody has who found it missing.

/** Reads an order that has left Redis, and its payment, by its id; undefined when it is not recorded. */
export type ReadArchivedOrder = (
  orderId: string,
) => Promise<{ record: string; payment?: string | undefined } | undefined>;

/** What a snapshot of a payment says of an order that has left Redis. */
export interface ArchivedOrderState {
  /** The record of the order, without the person. */
  record: string;
  /** Until when a change may bring the payment back (Unix, in ms, by Redis' clock); undefined once it is. */
  bringBackUntilMs?: number;
}

/** How long whoever has found a payment missing may take to bring it back. */
export const BRING_BACK_WITHIN_MS = 60_000;
/** How long a payment stays at least that was brought back. */
export const STAYS_MS = 3_600_000;

const NO_WORDS: ReadonlySet<string> = new Set();

/** The record of an order as the index of archived payments has it: without names, addresses and answers. */
export function bareRecord(orderId: string, record: string): string {
  return anonymizeOrder(orderId, record, NO_WORDS);
}

/** What the index has of an order: when its payment came back (Unix, in ms), and its record. */
export function readIndexed(text: string): { backAtMs: number; record: string } {
  const gap = text.indexOf(' ');
  return { backAtMs: Number(text.slice(0, gap)), record: text.slice(gap + 1) };
}
