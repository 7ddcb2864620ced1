import { holderOf, type Order, refundedTickets } from '@onsale/ledger';
import { ticketTag } from '@onsale/ticket-codes';

/** A version of a ticket, as the list for the entrance has it. */
export interface ListedTicket {
  /** As its code names it. */
  ticket: string;
  line: number;
  number: number;
  version: number;
  /** Only `valid` admits. `replaced`: there is a later version. */
  state: 'valid' | 'replaced' | 'refunded' | 'cancelled';
}

/**
 * Every version of every ticket that an order has, and whether it admits; nothing of an order that has none. The
 * entrance makes its list of these.
 */
export function ticketsOfOrder(
  order: Pick<Order, 'id' | 'status' | 'lines' | 'extras'>,
): ListedTicket[] {
  const state = STATES[order.status];
  if (state === undefined) return [];
  const refunded = new Set(refundedTickets(order.extras ?? {}).map(String));
  return order.lines.flatMap(({ qty }, line) =>
    Array.from({ length: qty }, (_, i) => i + 1).flatMap((number) => {
      const { version: newest } = holderOf(order, [line, number]);
      const last = refunded.has(String([line, number])) ? 'refunded' : state;
      return Array.from({ length: newest }, (_, i): ListedTicket => {
        const version = i + 1;
        const ticket = ticketTag({ orderId: order.id, line, number, version });
        return { ticket, line, number, version, state: version < newest ? 'replaced' : last };
      });
    }),
  );
}

/** What an order makes of its tickets; that of one that was cancelled while it was held has never been issued. */
const STATES: Partial<Record<Order['status'], ListedTicket['state']>> = {
  confirmed: 'valid',
  refunded: 'refunded',
  cancelled: 'cancelled',
};
