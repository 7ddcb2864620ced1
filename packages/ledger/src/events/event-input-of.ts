import type { EventInput } from '@onsale/contracts';
import { toDecimal } from '../catalog/money.ts';
import type { EventDocument, TicketType } from './event-document.ts';

/** A document in the form in which people write events, with decimal amounts and without defaults. */
export function eventInputOf(document: EventDocument): EventInput {
  const { feeMinor, questions, tickets, description, ...same } = document;
  return {
    ...same,
    ...(description === '' ? {} : { description }),
    ...(feeMinor === undefined ? {} : { fee: toDecimal(feeMinor, document.currency) }),
    ...(questions === undefined
      ? {}
      : {
          questions: questions.map(({ required, for: asked, ...question }) => ({
            ...question,
            ...(required ? { required } : {}),
            ...(asked === 'order' ? {} : { for: asked }),
          })),
        }),
    tickets: tickets.map((ticket) => ticketInputOf(document, ticket)),
  };
}

function ticketInputOf(event: EventDocument, ticket: TicketType): EventInput['tickets'][number] {
  const { id, name, type, description, priceMinor, currency, feeMinor, ...rules } = ticket;
  const { eventId: _event, ...more } = rules;
  return {
    ...{ id, name, type },
    ...(description === '' ? {} : { description }),
    price: toDecimal(priceMinor, currency),
    ...(currency === event.currency ? {} : { currency }),
    ...(feeMinor === undefined ? {} : { fee: toDecimal(feeMinor, currency) }),
    ...more,
  };
}
