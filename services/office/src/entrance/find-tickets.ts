import type { EntranceRules, FoundTicket } from '@onsale/contracts';
import {
  findOrdersAtEntrance,
  type OrderAtEntrance,
  type Records,
  type Scanning,
} from '@onsale/records';
import { readCode } from '@onsale/ticket-codes';

const MOST_ORDERS = 20;
const TAG = /^[0-9A-Z]{20}$/i;

/** Tickets of an event that somebody looks for by name, address, order or code. */
export async function findTickets(
  records: Records,
  { eventId, rules }: Scanning,
  text: string,
): Promise<{ items: FoundTicket[]; hasMore: boolean }> {
  const search = text.trim();
  const ticket = readCode(search)?.ticket ?? (TAG.test(search) ? search.toUpperCase() : undefined);
  const found = await findOrdersAtEntrance(records, {
    ...{ eventId, search, ticket, limit: MOST_ORDERS },
  });
  return {
    items: found.orders.flatMap((order) => ticketsOf(order, rules)),
    hasMore: found.hasMore,
  };
}

function ticketsOf(
  { orderId, order, buyer, email, checkIns }: OrderAtEntrance,
  { types }: EntranceRules,
): FoundTicket[] {
  return order.tickets.map(({ place, ticketId, ticket, state, holder }) => {
    const type = types.find((each) => each.ticketId === ticketId);
    return {
      ...{ ticket, ticketId, type: type?.name ?? ticketId, place, of: order.tickets.length },
      ...{ name: holder ?? buyer, orderId, state, buyer, email },
      ...(type?.note === undefined ? {} : { note: type.note }),
      checkIns: checkIns.get(place) ?? [],
    };
  });
}
