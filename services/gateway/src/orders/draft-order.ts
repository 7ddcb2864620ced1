import { ApiError, type CreateOrderRequest } from '@onsale/contracts';
import {
  formatMinor,
  type NewOrder,
  newOrderId,
  type OrderLine,
  shardOf,
  type TicketType,
  toDecimal,
} from '@onsale/ledger';
import type { CatalogView } from '../browse/catalog-view.ts';
import type { GatewayConfig } from '../config.ts';
import { requireVisible } from './visible-text.ts';

/** The shop's limits on an order. */
export type OrderRules = Pick<GatewayConfig, 'SHARDS' | 'MAX_QTY_PER_ORDER' | 'PAYMENT_METHODS'>;

/**
 * Turns a valid request body into an order: looks up its tickets, adds up equal ones, checks
 * consistency and computes the totals in minor units. Throws `ApiError` 400 naming each problem,
 * and 409 when the total is not what the buyer expects.
 */
export function draftOrder(
  body: CreateOrderRequest,
  catalogView: CatalogView,
  config: OrderRules,
): { order: NewOrder; shard: number } {
  requireVisible(body);
  checkPaymentMethod(body.paymentMethod, config);
  const tickets = body.items.map((item, i) => findTicket(catalogView, item.ticketId, i));
  const first = tickets[0];
  if (first === undefined) throw new TypeError('the schema lets no order without items through');
  checkBelongTogether(tickets, first);
  checkQuantity(body, config);

  const lines = new Map<string, OrderLine>();
  let totalMinor = 0;
  for (const [i, ticket] of tickets.entries()) {
    const qty = body.items[i]?.qty ?? 0;
    totalMinor += qty * ticket.priceMinor;
    const line = lines.get(ticket.id);
    if (line === undefined) {
      const { id: ticketId, type, priceMinor: unitMinor } = ticket;
      lines.set(ticket.id, { ticketId, type, qty, unitMinor });
    } else line.qty += qty;
  }
  checkExpectedTotal(body.expectedTotal, totalMinor, first.currency);
  const shard = shardOf(first.eventId, config.SHARDS);
  const order: NewOrder = {
    id: newOrderId(shard, Date.now()),
    eventId: first.eventId,
    currency: first.currency,
    customer: { name: body.customer.name, email: body.customer.email },
    paymentMethod: body.paymentMethod,
    lines: [...lines.values()],
    totalMinor,
  };
  return { order, shard };
}

function checkPaymentMethod(method: string, config: OrderRules): void {
  const accepted = config.PAYMENT_METHODS?.split(',').map((text) => text.trim());
  if (accepted === undefined || accepted.includes(method)) return;
  const message = `must be one of ${accepted.join(', ')}`;
  throw new ApiError('PAYMENT_METHOD_NOT_ACCEPTED', `paymentMethod ${message}`, {
    details: [{ path: 'paymentMethod', message }],
  });
}

function findTicket(catalogView: CatalogView, ticketId: string, index: number): TicketType {
  const ticket = catalogView.ticket(ticketId);
  if (ticket !== undefined) return ticket;
  throw new ApiError('UNKNOWN_TICKET', `items[${index}].ticketId is not on sale`, {
    details: [{ path: `items[${index}].ticketId`, message: 'is not on sale' }],
  });
}

function checkBelongTogether(tickets: readonly TicketType[], first: TicketType): void {
  for (const [i, ticket] of tickets.entries()) {
    const path = `items[${i}].ticketId`;
    if (ticket.eventId !== first.eventId) {
      const message = `is for event ${ticket.eventId}, items[0] is for ${first.eventId}; order them apart`;
      throw new ApiError('MIXED_EVENTS', `${path} ${message}`, { details: [{ path, message }] });
    }
    if (ticket.currency !== first.currency) {
      const message = `costs ${ticket.currency}, items[0] costs ${first.currency}; order them apart`;
      throw new ApiError('MIXED_CURRENCIES', `${path} ${message}`, {
        details: [{ path, message }],
      });
    }
  }
}

function checkQuantity(body: CreateOrderRequest, config: OrderRules): void {
  const qty = body.items.reduce((sum, item) => sum + item.qty, 0);
  if (qty <= config.MAX_QTY_PER_ORDER) return;
  const message = `ask for ${qty} tickets; one order may have ${config.MAX_QTY_PER_ORDER}`;
  throw new ApiError('TOO_MANY_TICKETS', `items ${message}`, {
    details: [{ path: 'items', message }],
  });
}

// A difference below half a minor unit is none: it comes from adding prices in binary floating
// point.
function checkExpectedTotal(
  expected: number | undefined,
  totalMinor: number,
  currency: string,
): void {
  if (expected === undefined) return;
  const differenceMinor = Math.abs(expected / toDecimal(1, currency) - totalMinor);
  if (differenceMinor < 0.5) return;
  const message = `the total is ${formatMinor(totalMinor, currency)} now`;
  throw new ApiError('PRICE_CHANGED', `${message}; nothing was ordered`, {
    details: [{ path: 'expectedTotal', message }],
  });
}
