import { randomBytes } from 'node:crypto';
import type { DocumentContent, DocumentKind, InvoiceRecipient } from '@onsale/contracts';
import { isRehearsalOrder } from '@onsale/ledger';
import { sql } from 'kysely';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import {
  creditNoteContent,
  invoiceContent,
  isPaid,
  type Issuer,
  paidBackOf,
  type PaidOrder,
  receiptContent,
  timeZoneOf,
} from './compose-document.ts';
import { readDocumentsOf, type StoredDocument } from './documents.ts';

/** The beginning of the number of each kind, and the order in which their rows are locked. */
const LETTERS: Record<DocumentKind, string> = { credit_note: 'C', invoice: 'I', receipt: 'R' };

/**
 * Issues what these orders lack of receipts and credit notes, in the caller's transaction, and answers all
 * documents that they have then. Numbers have no gaps: whoever issues one waits for whoever has
 * taken the last, so the transaction should end soon. An order that was not paid, and a rehearsal, has none.
 */
export async function issueDocuments(
  tx: RecordsTransaction,
  orders: readonly PaidOrder[],
  issuer: Issuer,
): Promise<StoredDocument[]> {
  const paid = orders.filter(({ order }) => isPaid(order) && !isRehearsalOrder(order.id));
  const known = await readDocumentsOf(tx, idsOf(paid));
  if (paid.every((one) => lacks(one, known).length === 0)) return known;
  return await withNumbers(tx, issuer, async (numbers) => {
    // Somebody else may have issued them meanwhile.
    const documents = await readDocumentsOf(tx, idsOf(paid));
    const fresh = paid.flatMap((one) => issueFor(one, documents, { issuer, numbers }));
    await store(tx, fresh);
    return [...documents, ...fresh];
  });
}

/** Issues the invoice of an order; one that it has already stays as it is. Undefined when nothing was paid. */
export async function issueInvoice(
  tx: RecordsTransaction,
  paid: PaidOrder,
  { issuer, recipient }: { issuer: Issuer; recipient: InvoiceRecipient },
): Promise<StoredDocument | undefined> {
  const { id: orderId } = paid.order;
  if (!isPaid(paid.order) || isRehearsalOrder(orderId)) return undefined;
  await issueDocuments(tx, [paid], issuer);
  return await withNumbers(tx, issuer, async (numbers) => {
    const documents = await readDocumentsOf(tx, [orderId]);
    const found = documents.find(({ kind }) => kind === 'invoice');
    const receipt = documents.find(({ kind }) => kind === 'receipt');
    if (found !== undefined || receipt === undefined) return found;
    const content = invoiceContent(receipt.content, recipient, numbers.next('invoice'));
    const invoice = documentOf(orderId, content);
    await store(tx, [invoice]);
    return invoice;
  });
}

/** Gives the next number of a kind. */
interface Numbers {
  next: (kind: DocumentKind) => { number: string; issuedAt: Date };
}

function issueFor(
  paid: PaidOrder,
  documents: readonly StoredDocument[],
  { issuer, numbers }: { issuer: Issuer; numbers: Numbers },
): StoredDocument[] {
  const { order } = paid;
  const own = documents.filter(({ orderId }) => orderId === order.id);
  const contentOf = (kind: DocumentKind) => own.find((one) => one.kind === kind)?.content;
  const fresh: StoredDocument[] = [];
  let receipt = contentOf('receipt');
  if (receipt === undefined) {
    receipt = receiptContent(paid, issuer, numbers.next('receipt'));
    fresh.push(documentOf(order.id, receipt));
  }
  const notes = own.filter(({ kind }) => kind === 'credit_note');
  const before = notes.map(({ content }) => content);
  for (const refund of paidBackOf(paid)) {
    if (notes.some(({ refundId }) => refundId === refund.id)) continue;
    const about = { receipt, invoice: contentOf('invoice'), before };
    const content = creditNoteContent({ order, refund }, about, numbers.next('credit_note'));
    before.push(content);
    fresh.push({ ...documentOf(order.id, content), refundId: refund.id });
  }
  return fresh;
}

// Which kinds an order lacks.
function lacks(paid: PaidOrder, documents: readonly StoredDocument[]): DocumentKind[] {
  const own = documents.filter(({ orderId }) => orderId === paid.order.id);
  const isThere = (refundId: string) => own.some((one) => one.refundId === refundId);
  return [
    ...(own.some(({ kind }) => kind === 'receipt') ? [] : (['receipt'] as const)),
    ...(paidBackOf(paid).every(({ id }) => isThere(id)) ? [] : (['credit_note'] as const)),
  ];
}

async function withNumbers<T>(
  tx: RecordsTransaction,
  issuer: Issuer,
  work: (numbers: Numbers) => Promise<T>,
): Promise<T> {
  const { rows: clock } = await sql<{ at: Date; year: number }>`
    select now() as at, extract(year from now() at time zone ${timeZoneOf(issuer)})::int as year`.execute(
    tx,
  );
  const [{ at: issuedAt, year } = { at: new Date(), year: 0 }] = clock;
  const kinds = Object.keys(LETTERS) as DocumentKind[];
  await tx
    .insertInto('office.document_numbers')
    .values(kinds.map((kind) => ({ kind, year, last: 0 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // All of them, and in one order: two who issue different kinds never wait for each other.
  const rows = await tx
    .selectFrom('office.document_numbers')
    .select(['kind', 'last'])
    .where('year', '=', year)
    .orderBy('kind')
    .forUpdate()
    .execute();
  const last = new Map(rows.map((row) => [row.kind, row.last]));
  const taken = new Set<DocumentKind>();
  const result = await work({
    next(kind) {
      const number = (last.get(kind) ?? 0) + 1;
      last.set(kind, number);
      taken.add(kind);
      return { number: `${LETTERS[kind]}-${year}-${String(number).padStart(6, '0')}`, issuedAt };
    },
  });
  for (const kind of taken) {
    await tx
      .updateTable('office.document_numbers')
      .set({ last: last.get(kind) ?? 0 })
      .where('kind', '=', kind)
      .where('year', '=', year)
      .execute();
  }
  return result;
}

async function store(tx: RecordsTransaction, documents: readonly StoredDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await tx
    .insertInto('office.documents')
    .values(
      documents.map(({ documentId, orderId, kind, refundId = '', content }) => {
        const [, year, number] = content.number.split('-');
        return {
          ...{ document_id: documentId, order_id: orderId, kind, refund_id: refundId },
          ...{ year: Number(year), number: Number(number), issued_at: new Date(content.issuedAt) },
          ...{ currency: content.currency, total: content.totalMinor },
          content: JSON.stringify(content),
        };
      }),
    )
    .execute();
}

function documentOf(orderId: string, content: DocumentContent): StoredDocument {
  const documentId = `doc_${randomBytes(12).toString('hex')}`;
  return { documentId, orderId, kind: content.kind, content };
}

function idsOf(paid: readonly PaidOrder[]): string[] {
  return paid.map(({ order }) => order.id);
}
