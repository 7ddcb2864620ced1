import type { DocumentContent, DocumentKind } from '@onsale/contracts';
import type { JSONColumnType } from 'kysely';

export interface DocumentTables {
  'office.documents': DocumentsTable;
  'office.document_numbers': DocumentNumbersTable;
}

/** Receipts, invoices and credit notes. Nothing of them ever changes: whoever anonymizes an order leaves them. */
export interface DocumentsTable {
  document_id: string;
  order_id: string;
  kind: DocumentKind;
  /** Of a credit note: the id of the refund. Otherwise empty. */
  refund_id: string;
  year: number;
  /** Counted from 1 for each kind and year, without gaps. */
  number: number;
  issued_at: Date;
  currency: string;
  /** In minor units. */
  total: number;
  content: JSONColumnType<DocumentContent>;
}

/** The last number that was given; whoever issues documents of a kind locks its row. */
export interface DocumentNumbersTable {
  kind: DocumentKind;
  year: number;
  last: number;
}
