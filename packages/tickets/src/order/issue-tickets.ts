import type { IssuedTicket } from '@onsale/contracts';
import { type EventDocument, holderOf, type Order, refundedTickets } from '@onsale/ledger';
import { eventTagOf, signCode, type SigningKey, ticketTag, typeTagOf } from '@onsale/ticket-codes';

/**
 * The tickets of an order that has some, in the order of its lines, with the codes of those that admit. Without
 * the event's document, which nobody needs to admit, they have no texts. Throws where nothing signs.
 */
export function issueTickets(
  order: Order,
  event: EventDocument | undefined,
  { signing }: { signing: SigningKey | undefined },
): IssuedTicket[] {
  if (signing === undefined) throw new Error('there is no key to sign tickets with');
  const { id: orderId, eventId } = order;
  const types = new Map(event?.tickets.map((type) => [type.id, type]));
  const refunded = new Set(refundedTickets(order.extras ?? {}).map(String));
  const eventPart = eventTagOf(eventId);
  let place = 0;
  return order.lines.flatMap(({ ticketId, type, qty }, line) => {
    const { name = type, holderText = '' } = types.get(ticketId) ?? {};
    const typePart = typeTagOf(eventId, ticketId);
    return Array.from({ length: qty }, (_, i): IssuedTicket => {
      const number = i + 1;
      const { name: holder, version } = holderOf(order, [line, number]);
      const isValid = order.status === 'confirmed' && !refunded.has(String([line, number]));
      const ticket = ticketTag({ orderId, line, number, version });
      return {
        ...{ line, number, place: ++place, ticketId, type, name },
        ...(holderText === '' ? {} : { text: holderText }),
        ...(holder === '' ? {} : { holder }),
        version,
        state: isValid ? 'valid' : 'refunded',
        ...(isValid
          ? { code: signCode(signing, { event: eventPart, type: typePart, ticket }) }
          : {}),
      };
    });
  });
}
