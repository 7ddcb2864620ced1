import {
  ApiError,
  delivery,
  type InvoiceRecipient,
  type OrderDocument,
  textProblem,
} from '@onsale/contracts';
import { toDecimal } from '@onsale/ledger';
import { issueDocuments, issueInvoice, readDocument, type StoredDocument } from '@onsale/records';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { FastifyReply } from 'fastify';
import type { DeliveryParts } from '../app.ts';
import { duringOutages } from '../during-outages.ts';
import { countAsked } from '../tickets/count-requests.ts';
import { readIssuer, readPaidOrder } from './issue.ts';
import { ticketsPdf } from './tickets-pdf.ts';

/** What a buyer gets as a file: tickets to print, receipts, invoices and credit notes. */
export function registerDocumentRoutes(scope: HttpServer, parts: DeliveryParts): void {
  const { ledger, orders, pdfs, records, redis } = parts;
  const app = withSchemaTypes(scope);
  const { getTicketsPdf, listDocuments, makeInvoice, getDocumentPdf } = delivery;

  app.get(getTicketsPdf.url, { schema: getTicketsPdf.schema }, async (request, reply) => {
    const { orderId } = request.params;
    await countAsked(redis(), 'look', orderId);
    const pdf = await ticketsPdf(parts, await orders.read(orderId));
    return sendPdf(reply, 'tickets.pdf', pdf);
  });

  app.get(listDocuments.url, { schema: listDocuments.schema }, async (request, reply) => {
    const { orderId } = request.params;
    reply.header('cache-control', 'no-store');
    await countAsked(redis(), 'look', orderId);
    return await duringOutages(async () => {
      const paid = await readPaidOrder(parts, orderId);
      if (paid === undefined) return { items: [] };
      const issuer = await readIssuer(ledger(), records);
      const issued = await records
        .transaction()
        .execute(async (tx) => await issueDocuments(tx, [paid], issuer));
      return { items: issued.map(showDocument) };
    });
  });

  app.post(makeInvoice.url, { schema: makeInvoice.schema }, async (request, reply) => {
    const { orderId } = request.params;
    reply.header('cache-control', 'no-store');
    await countAsked(redis(), 'change', orderId);
    checkTexts(request.body);
    return await duringOutages(async () => {
      const paid = await readPaidOrder(parts, orderId);
      const issuer = await readIssuer(ledger(), records);
      const invoice =
        paid &&
        (await records.transaction().execute(async (tx) => {
          return await issueInvoice(tx, paid, { issuer, recipient: request.body });
        }));
      if (invoice !== undefined) return showDocument(invoice);
      throw new ApiError('NOT_PAID', 'nothing was paid for this order');
    });
  });

  app.get(getDocumentPdf.url, { schema: getDocumentPdf.schema }, async (request, reply) => {
    const { orderId, documentId } = request.params;
    await countAsked(redis(), 'look', orderId);
    const document = await duringOutages(() => readDocument(records, { orderId, documentId }));
    if (document === undefined) {
      throw new ApiError('DOCUMENT_NOT_FOUND', 'the order has no document with this id');
    }
    const { content } = document;
    const pdf = await pdfs.render({ kind: 'document', content });
    return sendPdf(reply, `${content.number}.pdf`, pdf);
  });
}

// It is printed, and stays as it is.
function checkTexts(recipient: InvoiceRecipient): void {
  const details = Object.entries(recipient).flatMap(([path, text]) => {
    const message = textProblem(text);
    return message === undefined ? [] : [{ path, message }];
  });
  const [first] = details;
  if (first === undefined) return;
  throw new ApiError('INVALID_REQUEST', `${first.path} ${first.message}`, { details });
}

function showDocument({ documentId, kind, content }: StoredDocument): OrderDocument {
  const { number, issuedAt, totalMinor, currency } = content;
  return { documentId, kind, number, issuedAt, total: toDecimal(totalMinor, currency), currency };
}

// `inline`: a phone shows it at once, and can keep it from there.
function sendPdf(reply: FastifyReply, filename: string, pdf: Buffer): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename="${filename}"`)
    .type('application/pdf')
    .send(pdf);
}
