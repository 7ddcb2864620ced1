import { effectiveTerms, namesUntilMsOf, refundedTickets, toDecimal } from '@onsale/ledger';
import type { MailAbouts, MailTerms, MailTickets } from '@onsale/mails';
import { readOwnTerms, readTermsText } from '@onsale/records';
import { calendarFile, creditNoteFile, receiptFile, ticketsFile } from './attachments.ts';
import type { Composing, OrderMailParts, Pointless } from './composing.ts';
import { findRefund, hasTickets, type OrderOfMail, showTicket } from './read-order.ts';
import type { ComposeParts, ShopOfMails } from './read-shop.ts';

const NO_TICKETS: Pointless = { pointless: 'the order has no tickets any more' };

export async function composeConfirmed(from: OrderMailParts): Promise<Composing | Pointless> {
  const { parts, shop, about } = from;
  if (!hasTickets(about.order)) return NO_TICKETS;
  const { event } = about;
  const [tickets, receipt, terms] = await Promise.all([
    ticketsFile(from),
    receiptFile(from),
    acceptedTerms(parts, shop, about),
  ]);
  const untilMs = event === undefined ? 0 : namesUntilMsOf(event);
  const namesUntil = untilMs > Date.now() ? new Date(untilMs).toISOString() : undefined;
  return {
    content: {
      ...{ kind: 'confirmed', shop: shop.shop, ...about.shown, terms, namesUntil },
      attached: { tickets: tickets.length > 0, receipt: receipt.length > 0 },
    },
    attachments: [...tickets, ...receipt, ...calendarFile(from)],
  };
}

export async function composeRefund(
  from: OrderMailParts,
  { refundId }: MailAbouts['refund'],
): Promise<Composing> {
  const { parts, shop, about } = from;
  const { order } = about;
  const refund = await findRefund(parts, about, refundId);
  const amountMinor = refund?.amountMinor ?? order.totalMinor;
  const note = await creditNoteFile(from, refundId);
  return {
    content: {
      ...{ kind: 'refund', shop: shop.shop, ...about.shown, hasCreditNote: note.length > 0 },
      amount: toDecimal(amountMinor, order.currency),
      tickets: namesOf(about, refund?.tickets ?? []),
      // Of an order that has left the sale, the payment alone knows it, and its tickets are over.
      isAll: refund === undefined || !hasTickets(order),
    },
    attachments: note,
  };
}

export function composePaymentReturned(
  { shop, about }: OrderMailParts,
  { amount, currency, isWrongAmount }: MailAbouts['payment_returned'],
): Composing {
  const isConfirmed = hasTickets(about.order);
  return {
    content: {
      ...{ kind: 'payment_returned', shop: shop.shop, ...about.shown, amount, currency },
      ...{ hasTickets: isConfirmed, isWrongAmount },
    },
  };
}

export function composeCancelled({ shop, about }: OrderMailParts): Composing | Pointless {
  if (about.order.status !== 'cancelled') return { pointless: 'the order is not cancelled' };
  return { content: { kind: 'cancelled', shop: shop.shop, ...about.shown } };
}

export async function composeReplaced(
  from: OrderMailParts,
  { tickets: positions }: MailAbouts['ticket_replaced'],
): Promise<Composing | Pointless> {
  const { shop, about } = from;
  const gone = new Set(refundedTickets(about.order.extras ?? {}).map(String));
  const replaced = positions.filter(({ line, number }) => !gone.has(String([line, number])));
  if (!hasTickets(about.order) || replaced.length === 0) return NO_TICKETS;
  const files = await ticketsFile(from);
  return {
    content: {
      ...{ kind: 'ticket_replaced', shop: shop.shop, ...about.shown },
      tickets: replaced.map(({ line, number }) => showTicket(about, [line, number])),
      attached: { tickets: files.length > 0 },
    },
    attachments: files,
  };
}

// The terms in the version that the order names, as they were then: those of the event, or of the seller.
async function acceptedTerms(
  { records }: ComposeParts,
  { seller }: ShopOfMails,
  { order, event }: OrderOfMail,
): Promise<MailTerms | undefined> {
  const version = order.extras?.terms;
  if (version === undefined) return undefined;
  const placedAt = new Date(order.createdAtMs);
  const own = await readOwnTerms(records, { eventId: order.eventId, version, placedAt });
  if (own !== undefined) return { version, ...own };
  const now = effectiveTerms(event ?? {}, seller);
  if (now?.version === version) return { version, text: now.text };
  return { version, text: await readTermsText(records, version) };
}

function namesOf(
  about: OrderOfMail,
  positions: readonly (readonly [number, number])[],
): MailTickets[] {
  const counts = new Map<string, number>();
  for (const position of positions) {
    const { name } = showTicket(about, position);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => ({ name, count }));
}
