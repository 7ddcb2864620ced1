import { ApiError, invalidRequest, type OrderRefundRequest } from '@onsale/contracts';
import {
  formatMinor,
  type Ledger,
  type Order,
  parseMinor,
  refundTickets,
  ticketsLeft,
  type TicketPosition,
} from '@onsale/ledger';
import type { PaymentsClient } from '@onsale/service';
import type { FoundOrder } from './find-order.ts';
import { isFree, isPaid, notedMinor, priceMinorOf } from './order-money.ts';

/**
 * Refunds an order. What was paid by the provider, or marked as paid, payments refunds; of anything else it is
 * noted in the order that the team pays it back. The same id is the same refund. Throws `ApiError`.
 */
export async function refundOrder(
  { ledger, payments }: { ledger: Ledger; payments: () => PaymentsClient },
  found: FoundOrder,
  { id, request }: { id: string; request: OrderRefundRequest },
): Promise<void> {
  const { order, payment, isLive } = found;
  const { amount, tickets, restock = false } = request;
  if (isPaid(payment)) {
    await payments().refund(order.id, {
      ...{ id, restock },
      ...(amount === undefined ? {} : { amount }),
      ...(tickets === undefined ? {} : { tickets }),
    });
    return;
  }
  if (!isLive) throw notRefundable('the order is archived, and no payment of it is known');
  if (isFree(found)) throw notRefundable('nothing was paid for this order; it can be cancelled');
  const refund = { id, restock, ...planByHand(order, request) };
  const result = await refundTickets(ledger, order.id, refund);
  if (typeof result === 'object') throw notRefundable(`the order is ${result.refused}`);
  switch (result) {
    case 'done':
    case 'already':
      return;
    case 'too-much':
      throw notRefundable(`only ${leftOf(order)} of the order is left`);
    case 'ticket-refunded':
      throw notRefundable('one of these tickets has been refunded already');
    case 'no-such-ticket':
      throw invalidRequest({
        path: 'tickets',
        message: 'must name tickets of the order, each once',
      });
    default:
      throw notRefundable('the order cannot be changed at the moment');
  }
}

// The last tickets get what is left, so that nothing remains of a discount.
function planByHand(
  order: Order,
  { amount, tickets }: OrderRefundRequest,
): { tickets: readonly TicketPosition[]; amountMinor: number } {
  const left = ticketsLeft(order);
  const named = tickets?.map(({ ticketId, number }): TicketPosition => {
    return [order.lines.findIndex((line) => line.ticketId === ticketId), number];
  });
  if (amount !== undefined) {
    const amountMinor = parseMinor(String(amount), order.currency);
    if (amountMinor !== undefined) return { tickets: named ?? [], amountMinor };
    throw invalidRequest({ path: 'amount', message: `must be an amount in ${order.currency}` });
  }
  const restMinor = order.totalMinor - notedMinor(order);
  if (named === undefined || named.length >= left.length) {
    return { tickets: named ?? left, amountMinor: restMinor };
  }
  const priceMinor = priceMinorOf(
    order,
    named.map(([line]) => line),
  );
  return { tickets: named, amountMinor: Math.min(priceMinor, restMinor) };
}

const leftOf = (order: Order) => formatMinor(order.totalMinor - notedMinor(order), order.currency);

function notRefundable(message: string): ApiError {
  return new ApiError('NOT_REFUNDABLE', message);
}
