import type { OrderDetail, OrderRefundRequest, OrderTicket } from '@onsale/api-client';
import { totalOf } from '@onsale/i18n';

/** What the dialog of a refund has been told. */
export interface RefundValues {
  what: 'all' | 'tickets' | 'amount';
  /** Of tickets, by `keyOfTicket`. */
  tickets: string[];
  /** As typed, in the currency of the order. */
  amount: number | string;
  restock: boolean;
  reason: string;
}

export function keyOfTicket({
  ticketId,
  number,
}: Pick<OrderTicket, 'ticketId' | 'number'>): string {
  return `${ticketId} ${number}`;
}

/** The tickets that can be refunded singly. */
export function refundableTickets({ tickets }: OrderDetail): OrderTicket[] {
  return tickets.filter(({ state }) => state === 'valid');
}

/** How much money goes back. */
export function refundSum(detail: OrderDetail, values: RefundValues): number {
  const { what, tickets, amount } = values;
  if (what === 'all') return detail.refundable;
  if (what === 'amount') return Number(amount) || 0;
  const chosen = refundableTickets(detail).filter((ticket) =>
    tickets.includes(keyOfTicket(ticket)),
  );
  const lines = chosen.map(({ refundable }) => ({ price: refundable, qty: 1 }));
  return totalOf(lines, detail.order.currency);
}

/** What keeps it from being asked for. */
export function refundProblem(
  detail: OrderDetail,
  values: RefundValues,
): 'no_tickets' | 'wrong_amount' | undefined {
  if (values.what === 'tickets' && values.tickets.length === 0) return 'no_tickets';
  if (values.what !== 'amount') return undefined;
  const sum = refundSum(detail, values);
  return sum > 0 && sum <= detail.refundable ? undefined : 'wrong_amount';
}

/** The request for it. */
export function refundRequest(detail: OrderDetail, values: RefundValues): OrderRefundRequest {
  const { what, tickets, amount, restock } = values;
  const reason = values.reason.trim();
  const because = reason === '' ? {} : { reason };
  if (what === 'amount') return { amount: Number(amount), restock: false, ...because };
  if (what === 'all') return { restock, ...because };
  const chosen = refundableTickets(detail).filter((ticket) =>
    tickets.includes(keyOfTicket(ticket)),
  );
  return {
    tickets: chosen.map(({ ticketId, number }) => ({ ticketId, number })),
    restock,
    ...because,
  };
}
