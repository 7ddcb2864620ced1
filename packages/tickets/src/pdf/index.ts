export { renderDocumentPdf } from './document-pdf.ts';
export { renderTicketsPdf } from './tickets-pdf.ts';
export type { PrintedTicket, TicketsContent } from './tickets-content.ts';
