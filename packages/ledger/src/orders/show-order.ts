import type { Answer, Order as OrderBody, OrderStatus, RejectReason } from '@onsale/contracts';
import { toDecimal } from '../catalog/money.ts';
import { given } from '../given.ts';
import type { OrderExtras } from './order-extras.ts';
import type { Order } from './order.ts';

/** An order in the API's form. */
export function showOrder(order: Order): OrderBody {
  const { currency, extras = {}, heldUntilMs, settledAtMs } = order;
  const refundedMinor = sumOf(extras.refunds?.map(({ amountMinor }) => amountMinor));
  const money = (minor: number | undefined) =>
    minor === undefined ? undefined : toDecimal(minor, currency);
  return {
    orderId: order.id,
    eventId: order.eventId,
    customer: order.customer,
    items: order.lines.map((line, i) => ({
      ticketId: line.ticketId,
      type: line.type,
      qty: line.qty,
      unitPrice: toDecimal(line.unitMinor, currency),
      total: toDecimal(line.unitMinor * line.qty, currency),
      ...given({ refunded: refundedNumbers(extras, i) }),
    })),
    grandTotal: toDecimal(order.totalMinor, currency),
    ...given({
      fee: money(extras.fee),
      tax: money(extras.tax),
      discount: money(extras.discount),
      code: extras.code,
      refundedTotal: money(refundedMinor === 0 ? undefined : refundedMinor),
    }),
    currency,
    paymentMethod: order.paymentMethod,
    status: order.status,
    ...given({ reason: order.reason }),
    message: messageOf(order),
    ...given({
      holdUntil: isoTime(heldUntilMs),
      paying: order.giveUpAtMs === undefined ? undefined : true,
      answers: extras.answers?.map(showAnswer),
      terms: extras.terms,
      language: extras.language,
    }),
    createdAt: new Date(order.createdAtMs).toISOString(),
    ...given({ settledAt: isoTime(settledAtMs) }),
  };
}

// The numbers of the tickets of a line that were refunded, in order; undefined when there are none.
function refundedNumbers({ refunds = [] }: OrderExtras, lineIndex: number): number[] | undefined {
  const numbers = refunds.flatMap(({ tickets }) =>
    tickets.flatMap(([line, number]) => (line === lineIndex ? [number] : [])),
  );
  return numbers.length === 0 ? undefined : numbers.sort((a, b) => a - b);
}

/** An answer in the API's form. */
export function showAnswer(answer: NonNullable<OrderExtras['answers']>[number]): Answer {
  if (answer.length === 2) return { questionId: answer[0], answer: answer[1] };
  const [questionId, ticketId, number, text] = answer;
  return { questionId, answer: text, ticketId, number };
}

function isoTime(unixMs: number | undefined): string | undefined {
  return unixMs === undefined ? undefined : new Date(unixMs).toISOString();
}

function sumOf(numbers: readonly number[] = []): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** What the buyer of an order is told before it is settled. */
export const PENDING_MESSAGE = 'Your order is in line.';

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

const REASONS: Record<RejectReason, string> = {
  sold_out: 'Sold out while you were ordering: nothing was charged.',
  held_by_others:
    'Others hold the last tickets and have yet to pay: nothing was charged. Try again later.',
  limit:
    'You would have more of this event than one customer may have, or hold unpaid at a time: ' +
    'nothing was charged.',
  not_on_sale: 'This event is no longer on sale: nothing was charged.',
  code: 'The code is no longer valid: nothing was charged.',
  failed: MESSAGES.rejected,
};

function messageOf({ status, reason, giveUpAtMs }: Order): string {
  if (reason !== undefined) return REASONS[reason];
  if (status === 'held' && giveUpAtMs !== undefined) return 'Your payment is under way.';
  return MESSAGES[status];
}
