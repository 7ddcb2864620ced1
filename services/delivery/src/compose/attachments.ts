import { ApiError } from '@onsale/contracts';
import { issueDocuments, type StoredDocument } from '@onsale/records';
import { calendarOf } from '@onsale/tickets';
import { ticketsPdf } from '../documents/tickets-pdf.ts';
import { orderUrl } from '../tickets/order-url.ts';
import type { OrderMailParts } from './composing.ts';

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** The tickets of an order that admit, as PDF. */
export async function ticketsFile({ parts, about }: OrderMailParts): Promise<MailAttachment[]> {
  return await pdfFile(parts, 'tickets.pdf', () =>
    ticketsPdf(parts, about.order, { isForMail: true }),
  );
}

/** The receipt of an order that was paid. */
export async function receiptFile(from: OrderMailParts): Promise<MailAttachment[]> {
  return await documentFile(from, ({ kind }) => kind === 'receipt');
}

/** The credit note of a refund. */
export async function creditNoteFile(
  from: OrderMailParts,
  refundId: string | undefined,
): Promise<MailAttachment[]> {
  if (refundId === undefined) return [];
  return await documentFile(from, (one) => one.refundId === refundId);
}

/** The event of an order, for a calendar, where it replaces an earlier entry. */
export function calendarFile({ parts, about }: OrderMailParts): MailAttachment[] {
  const { order, event, eventState } = about;
  if (event === undefined || eventState === undefined) return [];
  const { status, revision, changedAtMs } = eventState;
  const state = { revision, changedAtMs, isCancelled: status === 'cancelled' };
  const calendar = calendarOf(order, event, orderUrl(parts.config.PUBLIC_URL, order.id), state);
  return [
    {
      ...{ filename: 'tickets.ics', contentType: 'text/calendar; charset=utf-8; method=PUBLISH' },
      content: Buffer.from(calendar),
    },
  ];
}

// Issued now, where the planner has not come to it yet.
async function documentFile(
  { parts, about, shop }: OrderMailParts,
  isWanted: (document: StoredDocument) => boolean,
): Promise<MailAttachment[]> {
  const { order, event, documents } = about;
  const document =
    documents.find(isWanted) ??
    (await parts.records.transaction().execute(async (tx) => {
      const issued = await issueDocuments(tx, [{ order, event }], shop);
      return issued.find(isWanted);
    }));
  if (document === undefined) return [];
  const { content } = document;
  return await pdfFile(parts, `${content.number}.pdf`, () =>
    parts.pdfs.render({ kind: 'document', content }, { isForMail: true }),
  );
}

// A mail without its PDF is better than none: what cannot be drawn now can't be drawn later. What is away comes back.
async function pdfFile(
  { logger }: OrderMailParts['parts'],
  filename: string,
  draw: () => Promise<Buffer>,
): Promise<MailAttachment[]> {
  try {
    return [{ filename, contentType: 'application/pdf', content: await draw() }];
  } catch (error) {
    if (error instanceof ApiError) throw error;
    logger.error({ err: error, filename }, 'a mail leaves without a PDF that cannot be drawn');
    return [];
  }
}
