/**
 * A code of an event, as it is stored in the hash `codesKey`: the field `<CODE>` has this as JSON, and the field
 * `<CODE>:used` how many uses are taken, as a decimal number. Codes are capitals, digits and hyphens.
 */
export interface Code {
  /** In capitals; not part of the JSON. */
  code: string;
  /** What one use is. */
  unit: 'order' | 'ticket';
  /** Uses in all; no limit when missing. */
  uses?: number;
  /** Ticket types that only this code sells, or sells before the sale begins. */
  access?: string[];
  /** Whether those in `access` can be ordered before the sale begins. */
  presale?: boolean;
  /** Percent of the price, up to three digits after the point. */
  percent?: number;
  /** Minor units of the event's currency, for each use. */
  amountMinor?: number;
  /** Ticket types that are discounted; all when missing. */
  discounted?: string[];
  /** Greatest number of tickets in an order, where event, ticket type or shop allow fewer. */
  maxPerOrder?: number;
  /** When it can be used: Unix time in ms. */
  fromMs?: number;
  toMs?: number;
  /** What the seller calls it, such as the name of a campaign. */
  label?: string;
  /** When it was made, and whether it was switched off since: Unix time in ms. */
  createdAtMs: number;
  offAtMs?: number;
}

/** What a code is and how often it was used. */
export interface StoredCode extends Code {
  used: number;
}

/** The code that somebody means who types this. */
export function normalizeCode(text: string): string {
  return text.trim().toUpperCase();
}

/** What the field of the number of uses of a code ends with. */
export const USED_SUFFIX = ':used';
