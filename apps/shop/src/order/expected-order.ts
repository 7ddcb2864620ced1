import type { CreateOrderRequest, CreateOrderResponse, Order, Ticket } from '@onsale/api-client';
import { totalOf } from '@onsale/i18n';
import { lessDiscount } from '../code/less-discount.ts';

/**
 * An order as it must be right after it was placed, from what the page knows: it is drawn until the
 * server has told it.
 */
export function expectedOrder(
  { order, response }: { order: CreateOrderRequest; response: CreateOrderResponse },
  shown: { eventId: string; tickets: readonly Ticket[]; placedAtMs: number },
): Order {
  const { orderId, status, grandTotal, currency, message } = response;
  const items = order.items.map(({ ticketId, qty }) => {
    const ticket = shown.tickets.find(({ id }) => id === ticketId);
    const { price = 0, type = '' } = ticket ?? {};
    return { ticketId, type, qty, unitPrice: price, total: totalOf([{ price, qty }], currency) };
  });
  const sum = totalOf(
    items.map(({ total }) => ({ price: total, qty: 1 })),
    currency,
  );
  return {
    ...{ orderId, eventId: shown.eventId, customer: order.customer, items },
    ...{ grandTotal, currency, paymentMethod: order.paymentMethod, status, message },
    ...(order.code === undefined
      ? {}
      : { code: order.code, discount: lessDiscount(sum, grandTotal, currency) }),
    ...(order.answers === undefined ? {} : { answers: order.answers }),
    ...(order.terms === undefined ? {} : { terms: order.terms }),
    ...(order.language === undefined ? {} : { language: order.language }),
    createdAt: new Date(shown.placedAtMs).toISOString(),
  };
}
