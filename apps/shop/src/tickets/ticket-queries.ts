import {
  deliveryApi,
  type InvoiceRecipient,
  type IssuedTicket,
  type OrderDocument,
  type OrderTickets,
} from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';
import { readKept } from '../offline/kept-orders.ts';

/** A name may be changed elsewhere, and a ticket refunded. */
const TICKETS_MS = 10_000;

/** The tickets of a confirmed order, with their codes: first as they were seen last on this device. */
export function orderTicketsQuery(orderId: string) {
  return queryOptions({
    // Below the order's, so that whatever changes the order has them read again.
    queryKey: ['order', orderId, 'tickets'],
    queryFn: ({ signal }) =>
      deliveryApi.get('/orders/{orderId}/tickets', { path: { orderId }, signal }),
    initialData: () => readKept(orderId)?.tickets,
    initialDataUpdatedAt: 0,
    staleTime: TICKETS_MS,
  });
}

/** The receipt, the invoice and the credit notes of an order. */
export function documentsQuery(orderId: string) {
  return queryOptions({
    queryKey: ['order', orderId, 'documents'],
    queryFn: async ({ signal }) =>
      (await deliveryApi.get('/orders/{orderId}/tickets/documents', { path: { orderId }, signal }))
        .items,
    // Who waits for them can ask again: the tickets are what this page is for.
    retry: false,
    staleTime: TICKETS_MS,
  });
}

/** Puts a name on a ticket, which makes its earlier code invalid. */
export async function nameHolder(
  orderId: string,
  { line, number }: Pick<IssuedTicket, 'line' | 'number'>,
  name: string,
): Promise<OrderTickets> {
  return await deliveryApi.put('/orders/{orderId}/tickets/{line}/{number}/holder', {
    path: { orderId, line: String(line), number: String(number) },
    body: { name },
  });
}

/** Mails the tickets to the buyer once more. */
export async function mailTickets(orderId: string): Promise<void> {
  await deliveryApi.post('/orders/{orderId}/tickets/mail', { path: { orderId } });
}

/** Makes the invoice of a paid order; repeated, it is the one that is there. */
export async function makeInvoice(
  orderId: string,
  recipient: InvoiceRecipient,
): Promise<OrderDocument> {
  return await deliveryApi.post('/orders/{orderId}/tickets/invoice', {
    ...{ path: { orderId }, body: recipient },
  });
}

/** Where a browser loads a file of an order. */
export function orderFile(orderId: string, file: string): string {
  return `/api/v1/orders/${encodeURIComponent(orderId)}/${file}`;
}
