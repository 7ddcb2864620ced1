import { ApiError, type OrderDocument } from '@onsale/api-client';
import { formatMoment, formatPrice } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { m } from '../paraglide/messages.js';
import classes from './Documents.module.css';
import { InvoiceForm } from './InvoiceForm.tsx';
import { documentsQuery, orderFile } from './ticket-queries.ts';

const NAMES: Record<OrderDocument['kind'], (inputs: { number: string }) => string> = {
  receipt: (inputs) => m.documents_receipt(inputs),
  invoice: (inputs) => m.documents_invoice(inputs),
  credit_note: (inputs) => m.documents_credit_note(inputs),
};

/** Receipt, invoice and credit notes of an order that was paid for, each as PDF. */
export function Documents({ orderId, takesInvoice }: { orderId: string; takesInvoice: boolean }) {
  const { data: documents, isError, error } = useQuery(documentsQuery(orderId));
  // Where nobody makes them.
  if (error instanceof ApiError && error.status === 404) return null;
  const hasInvoice = documents?.some(({ kind }) => kind === 'invoice') !== false;
  return (
    <section className={classes.documents} aria-labelledby="documents">
      <h2 id="documents">{m.documents_title()}</h2>
      {isError && documents === undefined ? (
        <p role="status">{m.documents_failed()}</p>
      ) : (
        <>
          <ul className={classes.list}>
            {documents?.map(({ documentId, kind, number, issuedAt, total, currency }) => (
              <li key={documentId}>
                <a href={orderFile(orderId, `tickets/documents/${documentId}`)} download>
                  {NAMES[kind]({ number })}
                </a>
                <span>
                  {formatMoment(issuedAt)}, {formatPrice(total, currency)}
                </span>
              </li>
            ))}
          </ul>
          {documents?.length === 0 ? <p>{m.documents_soon()}</p> : null}
          {takesInvoice && !hasInvoice ? <InvoiceForm orderId={orderId} /> : null}
        </>
      )}
    </section>
  );
}
