import type { CreateOrderResponse, Order as OrderBody, OrderStatus } from '@onsale/contracts';
import { type NewOrder, type Order, toDecimal } from '@onsale/ledger';

/**
 * The JSON response to a placed order and to its repetition. `remark` is appended to its message.
 * Most of it needs no escaping, and building it this way takes a sixth of the time.
 */
export function placedOrderJson(
  order: Pick<NewOrder, 'id' | 'totalMinor' | 'currency'>,
  remark: string,
): string {
  const { id, currency } = order;
  const status: CreateOrderResponse['status'] = 'pending';
  const total = toDecimal(order.totalMinor, currency);
  const message =
    remark === '' ? PENDING_MESSAGE_JSON : JSON.stringify(`${PENDING_MESSAGE} ${remark}`);
  return `{"orderId":"${id}","status":"${status}","grandTotal":${total},"currency":"${currency}","message":${message}}`;
}

/** An order in the API's form. */
export function showOrder(order: Order): OrderBody {
  return {
    orderId: order.id,
    eventId: order.eventId,
    customer: order.customer,
    items: order.lines.map((line) => ({
      ticketId: line.ticketId,
      type: line.type,
      qty: line.qty,
      unitPrice: toDecimal(line.unitMinor, order.currency),
      total: toDecimal(line.unitMinor * line.qty, order.currency),
    })),
    grandTotal: toDecimal(order.totalMinor, order.currency),
    currency: order.currency,
    paymentMethod: order.paymentMethod,
    status: order.status,
    ...(order.reason === undefined ? {} : { reason: order.reason }),
    message: messageOf(order),
    createdAt: new Date(order.createdAtMs).toISOString(),
    ...(order.settledAtMs === undefined
      ? {}
      : { settledAt: new Date(order.settledAtMs).toISOString() }),
  };
}

const PENDING_MESSAGE = 'Your order is in line.';
const PENDING_MESSAGE_JSON = JSON.stringify(PENDING_MESSAGE);

const MESSAGES: Record<OrderStatus, string> = {
  pending: PENDING_MESSAGE,
  held: 'Your tickets are held for you until you have paid.',
  confirmed: 'Your order is confirmed.',
  rejected: 'Your order could not be processed: nothing was charged.',
  expired: 'Your order was not paid in time: its tickets are on sale again.',
  cancelled: 'Your order was cancelled.',
  refunded: 'Your order was refunded.',
  unknown: 'Your order is being worked on. Ask again in a moment.',
};

function messageOf({ status, reason }: Order): string {
  return reason === 'sold_out'
    ? 'Sold out while you were ordering: nothing was charged.'
    : MESSAGES[status];
}
