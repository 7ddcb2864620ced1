import type {
  DocumentContent,
  DocumentKind,
  DocumentLine,
  DocumentSeller,
  InvoiceRecipient,
  OfficeSettingsInput,
  SellerInput,
} from '@onsale/contracts';
import { placeOf } from '@onsale/i18n';
import {
  type EventDocument,
  type Order,
  orderHandle,
  type Payment,
  type Refund,
} from '@onsale/ledger';

/** Who issues documents: the settings of the shop, as far as anybody has set them. */
export interface Issuer {
  seller: SellerInput | undefined;
  settings: OfficeSettingsInput | undefined;
}

/** An order that was paid, and what is known of it. */
export interface PaidOrder {
  order: Order;
  /** Undefined once it is archived: lines then have the ids of their ticket types. */
  event: EventDocument | undefined;
  /** Needed for refunds of an order that has left Redis: it does not know of them. */
  payment?: Payment | undefined;
}

/** Money that went back, of those to whom something was sold. */
export type PaidBack = Pick<Refund, 'id' | 'amountMinor' | 'tickets'>;

/** What each document has of its own. */
interface Issued {
  number: string;
  issuedAt: Date;
}

/** In this language where nothing is known of a buyer. */
const FALLBACK_LANGUAGE = 'en';

/** Whether something was paid for the order, so that it has a receipt. */
export function isPaid({ status, totalMinor }: Pick<Order, 'status' | 'totalMinor'>): boolean {
  return totalMinor > 0 && (status === 'confirmed' || status === 'refunded');
}

/** The content of a receipt: it names no buyer, so that it can be kept when the order is anonymized. */
export function receiptContent(
  { order, event }: PaidOrder,
  issuer: Issuer,
  issued: Issued,
): DocumentContent {
  const { extras = {} } = order;
  const { fee, tax, taxRate, discount } = extras;
  return {
    ...head('receipt', issued),
    language: languageOf(order, issuer),
    timeZone: timeZoneOf(issuer),
    seller: sellerOf(issuer),
    order: orderHandle(order.id),
    placedAt: new Date(order.createdAtMs).toISOString(),
    event: eventOf(order, event),
    lines: order.lines.map(({ ticketId, qty, unitMinor }) => ({
      ...{ name: nameOf(event, ticketId), qty, unitMinor, totalMinor: qty * unitMinor },
    })),
    currency: order.currency,
    ...(discount === undefined ? {} : { discountMinor: discount }),
    totalMinor: order.totalMinor,
    ...(fee === undefined ? {} : { feeMinor: fee }),
    ...(tax === undefined ? {} : { taxMinor: tax }),
    ...(taxRate === undefined ? {} : { taxRate }),
  };
}

/** The content of an invoice: that of the receipt, made out to somebody. */
export function invoiceContent(
  receipt: DocumentContent,
  { name, address, vatId }: InvoiceRecipient,
  issued: Issued,
): DocumentContent {
  const recipient = { name, address, ...(vatId === undefined ? {} : { vatId }) };
  return { ...receipt, ...head('invoice', issued), recipient };
}

/**
 * The content of a credit note. Tax and fee are the same part of what goes back as of the total; `before` is
 * what other credit notes have of them, so that all together add up to those of the receipt.
 */
export function creditNoteContent(
  { order, refund }: { order: Order; refund: PaidBack },
  { receipt, invoice, before }: CreditedDocuments,
  issued: Issued,
): DocumentContent {
  const { recipient } = invoice ?? {};
  const { discountMinor: _, feeMinor, taxMinor, ...rest } = receipt;
  const refundedMinor = sumOf(before, 'totalMinor') + refund.amountMinor;
  const part = (whole: number, name: 'feeMinor' | 'taxMinor') =>
    Math.round((whole * refundedMinor) / receipt.totalMinor) - sumOf(before, name);
  return {
    ...rest,
    ...head('credit_note', issued),
    ...(recipient === undefined ? {} : { recipient }),
    lines: linesOf(receipt.lines, refund, order),
    totalMinor: refund.amountMinor,
    ...(feeMinor === undefined ? {} : { feeMinor: part(feeMinor, 'feeMinor') }),
    ...(taxMinor === undefined ? {} : { taxMinor: part(taxMinor, 'taxMinor') }),
    corrects: [receipt, invoice].flatMap((document) =>
      document === undefined
        ? []
        : [{ kind: document.kind, number: document.number, issuedAt: document.issuedAt }],
    ),
  };
}

/** What a credit note is about. */
export interface CreditedDocuments {
  receipt: DocumentContent;
  invoice?: DocumentContent | undefined;
  before: readonly DocumentContent[];
}

/** What went back of the money of an order; what came twice, or too late, was never for its tickets. */
export function paidBackOf({ order, payment }: PaidOrder): PaidBack[] {
  const noted = (order.extras?.refunds ?? []).filter(({ amountMinor }) => amountMinor > 0);
  const ids = new Set(noted.map(({ id }) => id));
  // An order that has left Redis learns of no refund, and one that it knows of has its id.
  const unknown = (payment?.refunds ?? []).filter(({ id, reason, state, currency }) => {
    const isOfTickets = reason === 'seller' || reason === 'provider';
    return isOfTickets && state === 'done' && currency === undefined && !ids.has(id);
  });
  return [...noted, ...unknown.map(({ id, amountMinor }) => ({ id, amountMinor, tickets: [] }))];
}

function head(kind: DocumentKind, { number, issuedAt }: Issued) {
  return { kind, number, issuedAt: issuedAt.toISOString() };
}

function languageOf({ extras }: Order, { settings }: Issuer): string {
  return extras?.language ?? settings?.languages[0] ?? FALLBACK_LANGUAGE;
}

/** In which the year of a number begins. */
export function timeZoneOf({ settings }: Issuer): string {
  return settings?.newEvents?.timeZone ?? 'UTC';
}

function sellerOf({ seller, settings }: Issuer): DocumentSeller {
  const { legalName, postalAddress, vatId, taxNumber, senderName } = settings ?? {};
  const { contactEmail, website } = seller ?? {};
  return {
    name: legalName ?? seller?.name ?? senderName ?? 'Onsale',
    ...(postalAddress === undefined ? {} : { address: postalAddress }),
    ...(vatId === undefined ? {} : { vatId }),
    ...(taxNumber === undefined ? {} : { taxNumber }),
    ...(contactEmail === undefined ? {} : { email: contactEmail }),
    ...(website === undefined ? {} : { website }),
  };
}

function eventOf(order: Order, event: EventDocument | undefined): DocumentContent['event'] {
  if (event === undefined) return { name: order.eventId };
  const { name, startsAt, timeZone, venue, city } = event;
  return {
    ...{ name, startsAt, venue: placeOf({ venue, city }) },
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function nameOf(event: EventDocument | undefined, ticketId: string): string {
  return event?.tickets.find(({ id }) => id === ticketId)?.name ?? ticketId;
}

function linesOf(
  sold: readonly DocumentLine[],
  { tickets }: PaidBack,
  order: Order,
): DocumentLine[] {
  return order.lines.flatMap(({ unitMinor }, line) => {
    const qty = tickets.filter(([of]) => of === line).length;
    const name = sold[line]?.name ?? '';
    return qty === 0 ? [] : [{ name, qty, unitMinor, totalMinor: qty * unitMinor }];
  });
}

function sumOf(
  documents: readonly DocumentContent[],
  name: 'totalMinor' | 'feeMinor' | 'taxMinor',
): number {
  return documents.reduce((sum, document) => sum + (document[name] ?? 0), 0);
}
