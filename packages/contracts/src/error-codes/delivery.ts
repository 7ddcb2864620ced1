import type { ErrorCodeEntries } from './error-code.ts';

/** What delivery answers about tickets and documents. */
export const deliveryErrors = {
  TICKET_NOT_FOUND: {
    status: 404,
    meaning: 'The order, or the event, has no such ticket',
  },
  DOCUMENT_NOT_FOUND: {
    status: 404,
    meaning: 'The order has no such receipt, invoice or credit note',
  },
  OPT_OUT_NOT_FOUND: {
    status: 404,
    meaning: 'This shop did not make the link, or it is incomplete',
  },
  NO_TICKETS: {
    status: 409,
    meaning: 'Only a confirmed order that is still in Redis has tickets',
  },
  NOT_PAID: {
    status: 409,
    meaning: 'Nothing was paid for the order, so there is no invoice',
  },
  NAMES_CLOSED: {
    status: 409,
    meaning: 'The names on tickets of this event can no longer be changed',
  },
  LINK_EXPIRED: {
    status: 410,
    meaning: 'The link is too old, was used, withdrawn or replaced',
    action: 'Ask for a new one',
  },
} as const satisfies ErrorCodeEntries;
