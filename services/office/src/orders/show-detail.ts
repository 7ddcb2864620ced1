import type { DocumentOfOrder, OrderAction, OrderDetail } from '@onsale/contracts';
import {
  ANONYMIZED,
  given,
  holderOf,
  type Order,
  readEvent,
  refundedTickets,
  showOrder,
  showStaffPayment,
  type StoredEvent,
  ticketsLeft,
  toDecimal,
} from '@onsale/ledger';
import { readDocumentsOf, readOrderHistory, type StoredDocument } from '@onsale/records';
import type { OfficeParts } from '../app.ts';
import type { FoundOrder } from './find-order.ts';
import { showHistory, showNote } from './order-history.ts';
import {
  isByProvider,
  isDisputed,
  isFree,
  isPaid,
  priceMinorOf,
  refundableMinor,
} from './order-money.ts';

/** Everything about an order, for a page of it. */
export async function showDetail(
  { records, ledger, config }: Pick<OfficeParts, 'records' | 'ledger' | 'config'>,
  found: FoundOrder,
): Promise<OrderDetail> {
  const { order, payment, archivedAt } = found;
  const [event, recorded, documents] = await Promise.all([
    readEvent(ledger(), order.eventId),
    readOrderHistory(records, order.id),
    readDocumentsOf(records, [order.id]),
  ]);
  return {
    order: showOrder(order),
    source: order.extras?.source ?? 'shop',
    ...given({
      eventName: event?.document.name,
      timeZone: event?.document.timeZone,
      archivedAt: archivedAt?.toISOString(),
      payment: payment === undefined ? undefined : showStaffPayment({ ...found, payment }),
    }),
    tickets: showTickets(order, event),
    refundable: toDecimal(refundableMinor(found), payment?.currency ?? order.currency),
    movesMoney: isByProvider(payment),
    actions: actionsOf(found, event),
    documents: documents.map((document) => showDocument(document, config.PUBLIC_URL)),
    notes: recorded.notes.map(showNote),
    ...showHistory(found, recorded),
  };
}

// Delivery draws it, at the address that the buyer has, too.
function showDocument(
  { documentId, orderId, kind, content }: StoredDocument,
  publicUrl: string,
): DocumentOfOrder {
  const { number, issuedAt, totalMinor, currency } = content;
  const path = `/api/v1/orders/${orderId}/tickets/documents/${documentId}`;
  return {
    ...{ documentId, kind, number, issuedAt, total: toDecimal(totalMinor, currency), currency },
    url: `${publicUrl.replace(/\/+$/, '')}${path}`,
  };
}

function showTickets(order: Order, event: StoredEvent | undefined): OrderDetail['tickets'] {
  const { status, lines, currency, extras = {} } = order;
  const gone = new Set(refundedTickets(extras).map(String));
  return lines.flatMap(({ ticketId, type, qty, unitMinor }, line) => {
    const named = event?.document.tickets.find(({ id }) => id === ticketId)?.name;
    return Array.from({ length: qty }, (_, i) => {
      const { name: holder, version } = holderOf(order, [line, i + 1]);
      const isValid = status === 'confirmed' && !gone.has(String([line, i + 1]));
      return {
        ...{ ticketId, number: i + 1, type, price: toDecimal(unitMinor, currency) },
        refundable: isValid ? toDecimal(priceMinorOf(order, [line]), currency) : 0,
        ...{ holder, version, ...given({ name: named }) },
        state: status === 'held' ? 'reserved' : isValid ? 'valid' : 'void',
      };
    });
  });
}

function actionsOf(found: FoundOrder, event: StoredEvent | undefined): OrderAction[] {
  const { order, payment, isLive } = found;
  const { status, giveUpAtMs, customer, extras, totalMinor } = order;
  const isHeld = status === 'held';
  const isConfirmed = status === 'confirmed';
  const mayBeCorrected = isLive && (isHeld || isConfirmed) && customer.email !== ANONYMIZED;
  const hasQuestions = (event?.document.questions ?? extras?.answers ?? []).length > 0;
  const may: Record<OrderAction, boolean> = {
    cancel: isLive && (isHeld ? giveUpAtMs === undefined : isConfirmed && isFree(found)),
    refund: isRefundable(found),
    mark_paid: isLive && (isHeld || status === 'expired') && totalMinor > 0 && !isPaid(payment),
    change_customer: mayBeCorrected,
    change_holders: mayBeCorrected && isConfirmed,
    reissue: mayBeCorrected && isConfirmed,
    change_answers: mayBeCorrected && hasQuestions,
  };
  return (Object.keys(may) as OrderAction[]).filter((action) => may[action]);
}

// What left the sale without a payment was paid by hand, and nobody can note there that it goes back. Money that
// was refunded at the provider leaves the tickets valid.
function isRefundable(found: FoundOrder): boolean {
  const { order, payment, isLive } = found;
  if (isDisputed(payment) || isFree(found) || !(isLive || isPaid(payment))) return false;
  const hasTickets = isLive && order.status === 'confirmed' && ticketsLeft(order).length > 0;
  return refundableMinor(found) > 0 || hasTickets;
}
