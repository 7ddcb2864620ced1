import { ApiError, invalidRequest, OFFICE_ORDER_LIMITS, type SaleRequest } from '@onsale/contracts';
import {
  answerProblems,
  type EventDocument,
  feeMinorOf,
  formatMinor,
  newOrderId,
  type NewOrder,
  type OrderLine,
  packAnswers,
  taxMinorOf,
  type TicketType,
  toDecimal,
} from '@onsale/ledger';
import { requireReadable } from './preconditions.ts';

/** What is noted as the payment method of tickets that are given away. */
const GIVEN_AWAY = 'complimentary';

/**
 * Makes an order of a sale at the desk. No limits of customers are counted for it, and it needs no payment. Throws
 * `ApiError`.
 */
export function draftSale(
  request: SaleRequest,
  { event, shard, nowMs }: { event: EventDocument; shard: number; nowMs: number },
): NewOrder {
  const { kind, customer, answers } = request;
  const isSold = kind === 'box_office';
  if (isSold && request.paymentMethod === undefined) {
    throw invalidRequest({ path: 'paymentMethod', message: 'must say how the money was taken' });
  }
  requireReadable({ 'customer.name': customer.name, 'customer.email': customer.email });
  const { lines, currency, feeMinor } = linesOf(request, event);
  const problems = answerProblems(answers, event, { lines, areAllRequired: false });
  if (problems.length > 0) throw invalidRequest(...problems);
  const totalMinor = [...lines.values()].reduce((sum, { qty, unitMinor }) => {
    return sum + qty * unitMinor;
  }, 0);
  requireTotal(request.expectedTotal, totalMinor, currency);
  const taxMinor = event.taxRate === undefined ? 0 : taxMinorOf(event, totalMinor);
  return {
    id: newOrderId(shard, nowMs),
    eventId: event.id,
    currency,
    customer: { name: customer.name, email: customer.email },
    paymentMethod: isSold ? (request.paymentMethod ?? '') : GIVEN_AWAY,
    lines: [...lines.values()],
    totalMinor,
    extras: {
      source: kind,
      ...(feeMinor === 0 ? {} : { fee: feeMinor }),
      ...(taxMinor === 0 ? {} : { tax: taxMinor, taxRate: event.taxRate ?? 0 }),
      ...(answers === undefined || answers.length === 0 ? {} : { answers: packAnswers(answers) }),
    },
  };
}

function linesOf({ items, kind }: SaleRequest, event: EventDocument) {
  const lines = new Map<string, OrderLine>();
  const tickets = items.map(({ ticketId }, i) => findTicket(event, ticketId, i));
  const currency = tickets[0]?.currency ?? event.currency;
  let feeMinor = 0;
  let count = 0;
  for (const [i, ticket] of tickets.entries()) {
    const qty = items[i]?.qty ?? 0;
    if (ticket.currency !== currency) {
      throw new ApiError('MIXED_CURRENCIES', 'sell tickets in different currencies separately');
    }
    const priceMinor = kind === 'complimentary' ? 0 : ticket.priceMinor;
    feeMinor += priceMinor === 0 ? 0 : qty * feeMinorOf(event, ticket);
    count += qty;
    const line = lines.get(ticket.id);
    if (line === undefined) {
      lines.set(ticket.id, { ticketId: ticket.id, type: ticket.type, qty, unitMinor: priceMinor });
    } else line.qty += qty;
  }
  const most = OFFICE_ORDER_LIMITS.ticketsPerSale;
  if (count <= most) return { lines, currency, feeMinor };
  const message = `must be at most ${most} tickets in one sale`;
  throw new ApiError('TOO_MANY_TICKETS', `items ${message}`, {
    details: [{ path: 'items', message }],
  });
}

function findTicket({ tickets }: EventDocument, ticketId: string, index: number): TicketType {
  const ticket = tickets.find(({ id }) => id === ticketId);
  if (ticket !== undefined) return ticket;
  const path = `items[${index}].ticketId`;
  const message = 'must be a ticket of this event';
  throw new ApiError('UNKNOWN_TICKET', `${path} ${message}`, { details: [{ path, message }] });
}

// Half a minor unit is no difference: it comes from adding prices in binary floating point.
function requireTotal(expected: number | undefined, totalMinor: number, currency: string): void {
  if (expected === undefined) return;
  if (Math.abs(expected / toDecimal(1, currency) - totalMinor) < 0.5) return;
  const message = `the total is ${formatMinor(totalMinor, currency)} now`;
  throw new ApiError('PRICE_CHANGED', `${message}; nothing was sold`, {
    details: [{ path: 'expectedTotal', message }],
  });
}
