import { ApiError, type RefundRequest } from '@onsale/contracts';
import type { Static } from 'typebox';
import {
  formatMinor,
  isOpenPayment,
  type Order,
  parseMinor,
  type Payment,
  type PaymentRefund,
  type PaymentSnapshot,
  readPayment,
  ticketsLeft,
  type TicketPosition,
} from '@onsale/ledger';
import { MONEY_BACK, refundedMinor } from '../engine/give-back.ts';
import { manualPaymentId, noteRefund } from '../engine/note-refund.ts';
import { isDisputed, isLost } from '../engine/plan.ts';
import { storePayment } from '../engine/store-payment.ts';
import type { PaymentWork } from '../engine/work-on-payment.ts';

type Request = Static<typeof RefundRequest>;

/** Changes of the same payment at the same moment are rare. */
const MAX_RACES = 20;

/**
 * Notes a refund by the seller: first in the payment, then in the order, which loses its tickets by it. The
 * money is sent after that; a payment by hand is refunded by hand, and the refund is done at once. A refund
 * with an id that the payment has is the same; one that waits for balance is tried again at once. An order that has left Redis loses no tickets: money alone moves.
 * Throws `ApiError`.
 */
export async function askRefund(
  work: Pick<PaymentWork, 'ledger' | 'readArchived' | 'changed'>,
  orderId: string,
  request: Request,
): Promise<PaymentSnapshot> {
  const { ledger } = work;
  for (let race = 0; race < MAX_RACES; race++) {
    const snapshot = await readKnown(work, orderId);
    const { payment } = snapshot;
    const known = payment?.refunds.find(({ id }) => id === request.id);
    if (payment !== undefined && known !== undefined) {
      if (known.state === 'waiting_for_balance' && (known.nextAtMs ?? 0) > snapshot.nowMs) {
        // Whoever asks again says that the account has the money now.
        const refunds = payment.refunds.map((each) =>
          each === known ? { ...each, nextAtMs: snapshot.nowMs } : each,
        );
        await storePayment(work, snapshot, { after: { ...payment, refunds }, dueInMs: 0 });
        continue;
      }
      if (known.isNoted === true || known.state === 'failed' || known.reason !== 'seller') {
        return snapshot;
      }
      const noted = await noteRefund(ledger, { ...snapshot, payment }, known);
      const dueInMs = isOpenPayment(noted) ? 0 : 'never';
      await storePayment(work, snapshot, { after: noted, dueInMs });
      continue;
    }
    const refund = planRefund(snapshot, request);
    const after = { ...(payment as Payment), refunds: [...(payment?.refunds ?? []), refund] };
    await storePayment(work, snapshot, { after, dueInMs: 0 });
  }
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'the payment is being changed right now; try again', {
    retryAfterS: 1,
  });
}

/** An order with its payment, also from the archive; throws `ApiError` 404 when there is no such order. */
export async function readKnown(
  { ledger, readArchived }: Pick<PaymentWork, 'ledger' | 'readArchived'>,
  orderId: string,
): Promise<PaymentSnapshot> {
  const snapshot = await readPayment(ledger, orderId, readArchived);
  if (snapshot !== undefined) return snapshot;
  throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
}

function planRefund(snapshot: PaymentSnapshot, request: Request): PaymentRefund {
  const { order, payment, nowMs, archived } = snapshot;
  const money = payment === undefined ? undefined : findMoney(payment, request);
  if (payment === undefined || money === undefined) throw refuse('nothing was paid for this order');
  const { paymentId, leftMinor, isForTickets, currency } = money;
  // Otherwise it could get tickets and go back.
  if (payment.attempts.some(({ state, use }) => state === 'paid' && use === undefined)) {
    throw refuse('a payment is being checked; try again when that is over');
  }
  if (isDisputed(payment, paymentId)) {
    const message = 'the payment is disputed; until that is decided, nothing can be refunded';
    throw new ApiError('PAYMENT_DISPUTED', message);
  }
  if (isLost(payment, paymentId)) throw refuse('a dispute has taken the money');
  const { id, restock = false } = request;
  if (restock && archived !== undefined) {
    throw refuse('the order is archived: its tickets cannot go back on sale');
  }
  if (id.startsWith(MONEY_BACK))
    throw refuse(`an id that begins with ${MONEY_BACK} is not for people`);
  const base = { id, paymentId, state: 'asked', reason: 'seller', askedAtMs: nowMs } as const;
  const left = archived === undefined ? ticketsLeft(order) : ticketsUnpaidBack(order, payment);
  // Money that was refunded in the provider's dashboard has left the tickets valid; they can still be revoked.
  const isTicketsOnly =
    isForTickets &&
    archived === undefined &&
    left.length > 0 &&
    request.amount === undefined &&
    request.paymentId === undefined;
  if (leftMinor <= 0 && !isTicketsOnly) {
    throw refuse('all of the money has been refunded, or is about to be');
  }
  // Money that never got tickets takes none away.
  if (!isForTickets) {
    const paidIn = currency === order.currency ? {} : { currency };
    const amountMinor = amountOf(request, currency) ?? leftMinor;
    if (amountMinor > leftMinor) throw refuse('not so much is left of the payment');
    return { ...base, amountMinor, ...paidIn, isNoted: true };
  }
  const isRest = request.tickets === undefined && request.amount === undefined;
  const tickets = isRest
    ? left
    : (request.tickets ?? []).map((ticket) => positionOf(order, ticket));
  if (tickets.some((ticket) => !left.some((other) => String(other) === String(ticket)))) {
    throw refuse('one of these tickets has been refunded already');
  }
  const isAll = isRest || (request.amount === undefined && tickets.length === left.length);
  const isOnlyRevoked = leftMinor <= 0;
  const amountMinor =
    isAll || isOnlyRevoked
      ? Math.max(0, leftMinor)
      : (amountOf(request, currency) ?? priceOf(order, tickets));
  if (amountMinor > leftMinor && !isOnlyRevoked) {
    throw refuse(`only ${formatMinor(leftMinor, currency)} of the payment is left`);
  }
  // A refund that failed stands in the order all the same, and is made up for by this one.
  const owedMinor = notedMinor(order) - refundedMinor(payment, paymentId);
  const isNoted = tickets.length === 0 && amountMinor <= owedMinor;
  return { ...base, amountMinor, tickets, restock, ...(isNoted ? { isNoted } : {}) };
}

// Money that should have gone back and did not goes first, unless tickets are named: theirs can follow under
// another id, and nobody could get at the other before.
function findMoney(payment: Payment, request: Request) {
  const { attempts, amountMinor, currency, markedPaid } = payment;
  if (markedPaid !== undefined && request.paymentId === undefined) {
    const paymentId = manualPaymentId(payment);
    const leftMinor = amountMinor - refundedMinor(payment, paymentId);
    return { paymentId, leftMinor, currency, isForTickets: true };
  }
  const { paymentId: wanted } = request;
  const money = attempts.flatMap(({ paymentId, paid, use }) => {
    if (paymentId === undefined || paid === undefined) return [];
    if (wanted !== undefined && paymentId !== wanted) return [];
    // What a dispute was lost for is with the buyer.
    const isLost = payment.disputes.some(
      (dispute) => dispute.paymentId === paymentId && dispute.state === 'lost',
    );
    const leftMinor = isLost ? 0 : paid.amountMinor - refundedMinor(payment, paymentId);
    return [{ paymentId, leftMinor, currency: paid.currency, isForTickets: use === 'tickets' }];
  });
  const namesTickets = request.tickets !== undefined;
  return (
    money.find((each) => each.isForTickets === namesTickets && each.leftMinor > 0) ??
    money.find(({ leftMinor }) => leftMinor > 0) ??
    money.find(({ isForTickets }) => isForTickets) ??
    money[0]
  );
}

// The order itself does not know of refunds since it has left.
function ticketsUnpaidBack(order: Order, { refunds }: Payment): TicketPosition[] {
  const since = refunds.flatMap(({ state, tickets }) =>
    state === 'failed' ? [] : (tickets ?? []),
  );
  const named = new Set(since.map(String));
  return ticketsLeft(order).filter((ticket) => !named.has(String(ticket)));
}

function amountOf({ amount }: Request, currency: string): number | undefined {
  if (amount === undefined) return undefined;
  const minor = parseMinor(String(amount), currency);
  if (minor !== undefined && minor > 0) return minor;
  const message = `must be an amount in ${currency}`;
  const details = [{ path: 'amount', message }];
  throw new ApiError('INVALID_REQUEST', `amount ${message}`, { details });
}

function positionOf(
  order: Order,
  { ticketId, number }: { ticketId: string; number: number },
): TicketPosition {
  const line = order.lines.findIndex((each) => each.ticketId === ticketId);
  if (line !== -1 && number <= (order.lines[line]?.qty ?? 0)) return [line, number];
  throw refuse(`the order has no ticket ${number} of ${ticketId}`);
}

// A discount is shared by all tickets; whoever refunds the last ones refunds what is left.
function priceOf(order: Order, tickets: readonly TicketPosition[]): number {
  const full = order.lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0);
  const sum = tickets.reduce((all, [line]) => all + (order.lines[line]?.unitMinor ?? 0), 0);
  return full === 0 ? 0 : Math.floor((sum * order.totalMinor) / full);
}

const notedMinor = ({ extras = {} }: Order): number =>
  (extras.refunds ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0);

function refuse(message: string): ApiError {
  return new ApiError('NOT_REFUNDABLE', message);
}
