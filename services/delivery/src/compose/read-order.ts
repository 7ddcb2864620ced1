import {
  ANONYMIZED,
  type EventDocument,
  holderOf,
  type Order,
  readEvent,
  readOrder,
  refundedTickets,
  type StoredEvent,
  toDecimal,
  toOrder,
  unpackPayment,
} from '@onsale/ledger';
import type { MailEvent, MailLine, MailOrder } from '@onsale/mails';
import {
  type MailsRow,
  readDocumentsOf,
  readRecordedOrder,
  type StoredDocument,
} from '@onsale/records';
import { orderUrl } from '../tickets/order-url.ts';
import type { ComposeParts } from './read-shop.ts';

/** An order as a mail about it needs it. */
export interface OrderOfMail {
  order: Order;
  /** Undefined when it has left the sale. */
  event: EventDocument | undefined;
  eventState: Pick<StoredEvent, 'status' | 'revision' | 'changedAtMs'> | undefined;
  /** Receipts and credit notes. */
  documents: readonly StoredDocument[];
  shown: { event: MailEvent; order: MailOrder };
}

/** The order of a mail, wherever it is now; undefined when nobody has it, or nobody knows any more whose it was. */
export async function readOrderOfMail(
  parts: ComposeParts,
  { order_id: orderId }: Pick<MailsRow, 'order_id'>,
): Promise<OrderOfMail | undefined> {
  const { ledger, records, config } = parts;
  if (orderId === null) return undefined;
  const order = (await readOrder(ledger(), orderId)) ?? (await readArchived(parts, orderId));
  if (order === undefined || order.customer.email === ANONYMIZED) return undefined;
  const [event, documents] = await Promise.all([
    readEvent(ledger(), order.eventId),
    readDocumentsOf(records, [orderId]),
  ]);
  const document = event?.document;
  return {
    ...{ order, event: document, eventState: event, documents },
    shown: {
      event: document ?? eventOfReceipt(documents) ?? { name: order.eventId },
      order: showOrder(order, document, orderUrl(config.PUBLIC_URL, orderId)),
    },
  };
}

async function readArchived(
  { ledger, records }: ComposeParts,
  orderId: string,
): Promise<Order | undefined> {
  const recorded = await readRecordedOrder(records, orderId);
  return recorded === undefined ? undefined : toOrder(ledger(), orderId, recorded.record);
}

/** A refund of an order as the order has it, or else its payment. */
export async function findRefund(
  { records }: ComposeParts,
  { order }: OrderOfMail,
  refundId: string | undefined,
): Promise<{ amountMinor: number; tickets: readonly (readonly [number, number])[] } | undefined> {
  const noted = order.extras?.refunds?.find(({ id }) => id === refundId);
  if (noted !== undefined || refundId === undefined) return noted;
  const payment = (await readRecordedOrder(records, order.id))?.payment;
  if (payment === undefined) return undefined;
  const { amountMinor, tickets = [] } =
    unpackPayment(payment).refunds.find(({ id }) => id === refundId) ?? {};
  return amountMinor === undefined ? undefined : { amountMinor, tickets };
}

/** Whether an order has tickets that admit. */
export function hasTickets({ status, lines, extras = {} }: Order): boolean {
  const sold = lines.reduce((sum, { qty }) => sum + qty, 0);
  return status === 'confirmed' && refundedTickets(extras).length < sold;
}

/** What a ticket of an order is called, and whose it is. */
export function showTicket(
  { order, event }: Pick<OrderOfMail, 'order' | 'event'>,
  [line, number]: readonly [number, number],
): { name: string; holder: string | undefined } {
  const holder = holderOf(order, [line, number]).name;
  return { name: nameOf(order.lines[line], event), holder: holder === '' ? undefined : holder };
}

function showOrder(order: Order, event: EventDocument | undefined, url: string): MailOrder {
  const { id: orderId, currency, totalMinor, extras = {} } = order;
  const money = (minor: number | undefined) =>
    minor === undefined ? undefined : toDecimal(minor, currency);
  return {
    ...{ orderId, url, buyer: order.customer.name, currency },
    lines: order.lines.map((line): MailLine => {
      const { ticketId, qty, unitMinor } = line;
      const text = event?.tickets.find(({ id }) => id === ticketId)?.holderText;
      return { name: nameOf(line, event), qty, total: toDecimal(unitMinor * qty, currency), text };
    }),
    ...{ total: toDecimal(totalMinor, currency), discount: money(extras.discount) },
    ...{ fee: money(extras.fee), tax: money(extras.tax) },
  };
}

function nameOf(
  line: { ticketId: string; type: string } | undefined,
  event: EventDocument | undefined,
): string {
  if (line === undefined) return '';
  return event?.tickets.find(({ id }) => id === line.ticketId)?.name ?? line.type;
}

function eventOfReceipt(documents: readonly StoredDocument[]): MailEvent | undefined {
  return documents.find(({ kind }) => kind === 'receipt')?.content.event;
}
