import { calendarOf } from '@onsale/tickets';
import { orderUrl } from '../tickets/order-url.ts';
import type { OrderMailParts } from './order-contents.ts';
import type { OrderOfMail } from './read-order.ts';
import type { ComposeParts } from './read-shop.ts';

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** The event of an order, for a calendar. */
export function calendarFile(
  { config }: ComposeParts,
  { order, event }: OrderOfMail,
): MailAttachment[] {
  if (event === undefined) return [];
  const calendar = calendarOf(order, event, orderUrl(config.PUBLIC_URL, order.id));
  return [
    {
      ...{ filename: 'tickets.ics', contentType: 'text/calendar; charset=utf-8; method=PUBLISH' },
      content: Buffer.from(calendar),
    },
  ];
}

/** The tickets of an order that admit, as PDF. */
export async function ticketsFile(from: OrderMailParts): Promise<MailAttachment[]> {
  void from;
  return await Promise.resolve([]);
}

/** The receipt of an order that was paid. */
export async function receiptFile(from: OrderMailParts): Promise<MailAttachment[]> {
  void from;
  return await Promise.resolve([]);
}

/** The credit note of a refund. */
export async function creditNoteFile(
  from: OrderMailParts,
  refundId: string | undefined,
): Promise<MailAttachment[]> {
  void from;
  void refundId;
  return await Promise.resolve([]);
}
