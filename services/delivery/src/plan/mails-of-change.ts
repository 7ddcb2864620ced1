import { type NewMail, type OrderChangeJob, type PlannedOrder, URGENCY } from '@onsale/records';
import { ANONYMIZED, type Order, type PaymentRefund, toDecimal } from '@onsale/ledger';
import type { RefundReason } from '@onsale/contracts';

// Which change of an order gives which mail; the table in docs/delivery.md says the same. What becomes of all
// orders of an event is told by notices.

/** The mails that one change of an order gives, whose keys make each of them one. */
export function mailsOfChange(change: OrderChangeJob, planned: PlannedOrder): NewMail[] {
  const { from, status, cause } = change;
  const { order } = planned;
  if (isNobodys(order)) return [];
  if (cause.startsWith(REFUND_CHANGED))
    return returnedMoney(planned, Number.parseInt(change.entryId));
  if (status === 'confirmed' && from !== 'confirmed') return confirmed(order);
  if (status === 'cancelled') return cancelled(order, cause);
  if (status === 'refunded' || (status === 'confirmed' && isRefund(order, cause))) {
    return refunded(order, cause);
  }
  return [];
}

/** Whether a change may be a ticket with another name, or one that was issued again, or another buyer. */
export function isCorrection({ from, status, cause }: OrderChangeJob, order: Order): boolean {
  const isDetail = from === 'confirmed' && status === 'confirmed';
  return isDetail && !cause.startsWith('payment:') && !isRefund(order, cause) && !isNobodys(order);
}

/** Whether it was with its event that the order ended: then the mail about that says it. */
export function endedWithEvent({ cause = '', extras = {} }: Order): boolean {
  return isOfEvent(cause) || (extras.refunds ?? []).some(({ id }) => isOfEvent(id));
}

/** A mail about an order, to its buyer. */
export function mailAbout(order: Order, mail: Pick<NewMail, 'key' | 'kind' | 'about'>): NewMail {
  return {
    ...mail,
    address: order.customer.email,
    language: order.extras?.language,
    orderId: order.id,
    eventId: order.eventId,
    urgency: URGENCY.order,
  };
}

/** That the event of an order was cancelled: once, whether the event or the order was heard of first. */
export function eventCancelledMail(order: Order): NewMail {
  return mailAbout(order, { key: `event_cancelled:${order.id}`, kind: 'event_cancelled' });
}

/** What the order log calls a change of a refund of a payment, before its state. */
const REFUND_CHANGED = 'payment:refund-';
/** What begins the causes of orders that end with their event: the event's, and those of the office's task. */
const OF_EVENT = ['event:', 'cancel_'];
/** The buyer has asked for it, and sees that it is done. */
const BUYER = 'buyer';
/** Of money for which there are no tickets. */
const FOR_NOTHING: ReadonlySet<RefundReason> = new Set([
  ...(['late', 'cancelled', 'twice', 'wrong_amount'] as const),
]);

// Whoever was forgotten is told nothing any more.
const isNobodys = ({ customer }: Order) => customer.email === ANONYMIZED;

/** Mails are kept for longer. */
const TOLD_WITHIN_MS = 7 * 86_400_000;

const isOfEvent = (cause: string) => OF_EVENT.some((start) => cause.startsWith(start));

const isRefund = ({ extras = {} }: Order, cause: string) =>
  (extras.refunds ?? []).some(({ id }) => id === cause);

// Of an order that has been given back since, its refund is told.
function confirmed(order: Order): NewMail[] {
  if (order.status !== 'confirmed') return [];
  return [mailAbout(order, { key: `confirmed:${order.id}`, kind: 'confirmed' })];
}

function cancelled(order: Order, cause: string): NewMail[] {
  if (cause === BUYER) return [];
  if (isOfEvent(cause)) return [eventCancelledMail(order)];
  return [mailAbout(order, { key: `cancelled:${order.id}`, kind: 'cancelled' })];
}

function refunded(order: Order, refundId: string): NewMail[] {
  if (isOfEvent(refundId)) return [eventCancelledMail(order)];
  return [refundMail(order, refundId)];
}

function refundMail(order: Order, refundId: string): NewMail {
  const key = `refund:${order.id}:${refundId}`;
  return mailAbout(order, { key, kind: 'refund', about: { refundId } });
}

// A refund by the team is told when the order has it, and money without tickets as soon as it is to go back. What
// only the payment knows, because the order has left Redis or somebody was at the provider's, when it is done.
function returnedMoney({ order, payment }: PlannedOrder, changedAtMs: number): NewMail[] {
  return (payment?.refunds ?? []).flatMap((refund) => {
    // Those that were told so long ago that nothing is known of it any more.
    if ((refund.doneAtMs ?? refund.askedAtMs) < changedAtMs - TOLD_WITHIN_MS) return [];
    if (refund.state === 'failed' || refund.amountMinor === 0 || isOfEvent(refund.id)) return [];
    if (FOR_NOTHING.has(refund.reason)) return [returnedMail(order, refund)];
    const isKnown = isRefund(order, refund.id);
    return refund.state === 'done' && !isKnown ? [refundMail(order, refund.id)] : [];
  });
}

function returnedMail(
  order: Order,
  { id, amountMinor, reason, ...refund }: PaymentRefund,
): NewMail {
  const { currency = order.currency } = refund;
  return mailAbout(order, {
    ...{ key: `payment_returned:${order.id}:${id}`, kind: 'payment_returned' },
    about: {
      ...{ amount: toDecimal(amountMinor, currency), currency },
      ...(reason === 'wrong_amount' ? { isWrongAmount: true } : {}),
    },
  });
}
