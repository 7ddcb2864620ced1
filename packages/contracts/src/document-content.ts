/** What an order's papers are: proof of what was paid, and of what went back. */
export const DOCUMENT_KINDS = ['receipt', 'invoice', 'credit_note'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * All that a receipt, an invoice or a credit note says, frozen when it is issued: it says the same for ever,
 * whatever becomes of order, event and seller. Amounts are in minor units, moments ISO 8601. Only an invoice,
 * and a credit note about one, name a person.
 */
export interface DocumentContent {
  kind: DocumentKind;
  number: string;
  issuedAt: string;
  /** ISO 639-1. */
  language: string;
  /** IANA; in which its dates are said. */
  timeZone: string;
  seller: DocumentSeller;
  /** Whom an invoice is made out to. */
  recipient?: { name: string; address: string; vatId?: string };
  /** The order's handle, which opens nothing. */
  order: string;
  placedAt: string;
  event: { name: string; startsAt?: string; timeZone?: string; venue?: string };
  /** Of a credit note: what is refunded, or nothing where only money goes back. */
  lines: DocumentLine[];
  currency: string;
  /** By how much the total is less than the sum of the lines. */
  discountMinor?: number;
  /** What was paid or, by a credit note, goes back; tax and fee included. */
  totalMinor: number;
  feeMinor?: number;
  taxMinor?: number;
  /** Percent of the net price. */
  taxRate?: number;
  /** Of a credit note: the documents that it corrects. */
  corrects?: { kind: DocumentKind; number: string; issuedAt: string }[];
}

/** Who issues a document. */
export interface DocumentSeller {
  name: string;
  address?: string;
  vatId?: string;
  taxNumber?: string;
  email?: string;
  website?: string;
}

export interface DocumentLine {
  name: string;
  qty: number;
  unitMinor: number;
  totalMinor: number;
}
