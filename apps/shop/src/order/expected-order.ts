import type { CreateOrderRequest, CreateOrderResponse, Order, Ticket } from '@onsale/api-client';
import { totalOf } from '@onsale/i18n';

/**
 * An order as it must be right after it was placed, from what the page knows: it is drawn until the
 * server has told it.
 */
export function expectedOrder(
  { order, response }: { order: CreateOrderRequest; response: CreateOrderResponse },
  shown: { eventId: string; tickets: readonly Ticket[]; placedAtMs: number },
): Order {
  const { orderId, status, grandTotal, currency, message } = response;
  return {
    ...{ orderId, eventId: shown.eventId, customer: order.customer },
    items: order.items.map(({ ticketId, qty }) => {
      const ticket = shown.tickets.find(({ id }) => id === ticketId);
      const { price = 0, type = '' } = ticket ?? {};
      return { ticketId, type, qty, unitPrice: price, total: totalOf([{ price, qty }], currency) };
    }),
    ...{ grandTotal, currency, paymentMethod: order.paymentMethod, status, message },
    ...(order.answers === undefined ? {} : { answers: order.answers }),
    ...(order.terms === undefined ? {} : { terms: order.terms }),
    ...(order.language === undefined ? {} : { language: order.language }),
    createdAt: new Date(shown.placedAtMs).toISOString(),
  };
}
