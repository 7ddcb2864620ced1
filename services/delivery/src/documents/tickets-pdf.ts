import { ApiError } from '@onsale/contracts';
import { type EventDocument, type Order, orderHandle, readEvent, readSeller } from '@onsale/ledger';
import { issueTickets } from '@onsale/tickets';
import type { PrintedTicket, TicketsContent } from '@onsale/tickets/pdf';
import type { DeliveryParts } from '../app.ts';
import { answering } from '../tickets/order-reader.ts';

/** What is needed to print tickets. */
export type TicketsPdfParts = Pick<DeliveryParts, 'keys' | 'ledger' | 'pdfs'>;

/**
 * The tickets of an order that admit, as PDF. Rejects with `ApiError`: 404 when its event is not there, 409 when none
 * of them admits, 503 when something can't be reached.
 */
export async function ticketsPdf(
  parts: TicketsPdfParts,
  order: Order,
  { isForMail = false } = {},
): Promise<Buffer> {
  const { keys, pdfs } = parts;
  const ledger = parts.ledger();
  const [event, seller] = await answering(() =>
    Promise.all([readEvent(ledger, order.eventId), readSeller(ledger)]),
  );
  if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'there is no such event');
  const { signing } = keys;
  if (signing === undefined) {
    throw new ApiError('NOT_READY', 'there is no key to sign tickets with', { retryAfterS: 5 });
  }
  const tickets = printedTickets(order, issueTickets(order, event.document, { signing }));
  if (tickets.length === 0) throw new ApiError('NO_TICKETS', 'its tickets were refunded');
  const { name = 'Onsale', contactEmail, website } = seller?.document ?? {};
  const content: TicketsContent = {
    language: order.extras?.language ?? 'en',
    order: orderHandle(order.id),
    event: printedEvent(event.document),
    seller: {
      name,
      ...(contactEmail === undefined ? {} : { email: contactEmail }),
      ...(website === undefined ? {} : { website }),
    },
    tickets,
  };
  return await pdfs.render({ kind: 'tickets', content }, { isForMail });
}

function printedTickets(order: Order, issued: ReturnType<typeof issueTickets>): PrintedTicket[] {
  return issued.flatMap(({ place, name, text, holder, code, line }) => {
    if (code === undefined) return [];
    const minor = order.lines[line]?.unitMinor ?? 0;
    // What a gift has cost concerns nobody.
    const price = minor === 0 ? {} : { price: { minor, currency: order.currency } };
    return [
      {
        ...{ place, of: issued.length, name, code, ...price },
        ...(text === undefined ? {} : { text }),
        ...(holder === undefined ? {} : { holder }),
      },
    ];
  });
}

function printedEvent(event: EventDocument): TicketsContent['event'] {
  const { id, name, venue, city, startsAt, endsAt, doorsAt, timeZone } = event;
  const { minimumAge, ageNote } = event;
  return {
    ...{ id, name, venue, startsAt },
    ...(city === undefined ? {} : { city }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(doorsAt === undefined ? {} : { doorsAt }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(minimumAge === undefined ? {} : { minimumAge }),
    ...(ageNote === undefined ? {} : { ageNote }),
  };
}
