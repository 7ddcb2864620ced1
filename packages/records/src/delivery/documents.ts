import type { DocumentContent, DocumentKind } from '@onsale/contracts';
import { type Selectable, sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { DocumentsTable } from '../schema/document-tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** A document that was issued. */
export interface StoredDocument {
  documentId: string;
  orderId: string;
  kind: DocumentKind;
  /** Of a credit note. */
  refundId?: string;
  content: DocumentContent;
}

/** All documents of these orders, in the order in which they were issued. */
export async function readDocumentsOf(
  db: Records | RecordsTransaction,
  orderIds: readonly string[],
): Promise<StoredDocument[]> {
  if (orderIds.length === 0) return [];
  const rows = await db
    .selectFrom('office.documents')
    .select(['document_id', 'order_id', 'kind', 'refund_id', 'content'])
    .where('order_id', '=', sql<string>`any(${orderIds}::text[])`)
    .orderBy('issued_at')
    .orderBy('kind', 'desc')
    .orderBy('number')
    .execute();
  return rows.map(storedDocument);
}

/** One document of an order; undefined when it has no such one. */
export async function readDocument(
  db: Records,
  { orderId, documentId }: { orderId: string; documentId: string },
): Promise<StoredDocument | undefined> {
  // No text of PostgreSQL has it.
  if (`${orderId}${documentId}`.includes('\0')) return undefined;
  const row = await db
    .selectFrom('office.documents')
    .select(['document_id', 'order_id', 'kind', 'refund_id', 'content'])
    .where('document_id', '=', documentId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row && storedDocument(row);
}

type Row = Pick<
  Selectable<DocumentsTable>,
  'document_id' | 'order_id' | 'kind' | 'refund_id' | 'content'
>;

function storedDocument(row: Row): StoredDocument {
  return {
    ...{ documentId: row.document_id, orderId: row.order_id, kind: row.kind },
    ...(row.refund_id === '' ? {} : { refundId: row.refund_id }),
    content: row.content,
  };
}
