import type { ErrorCodeEntries } from './error-code.ts';

/** What delivery answers about tickets and documents. */
export const deliveryErrors = {
  TICKET_NOT_FOUND: {
    status: 404,
    meaning: 'The order, or event, has none such',
  },
  DOCUMENT_NOT_FOUND: {
    status: 404,
    meaning: 'The order, or event, has none such',
  },
  OPT_OUT_NOT_FOUND: {
    status: 404,
    meaning: 'The link is not this shop’s, or incomplete',
  },
  NO_TICKETS: {
    status: 409,
    meaning: 'Only a confirmed order that is not archived has tickets',
  },
  NOT_PAID: {
    status: 409,
    meaning: 'Without a payment, there is no invoice',
  },
  NAMES_CLOSED: {
    status: 409,
    meaning: 'Names on tickets can no longer be changed',
  },
  LINK_EXPIRED: {
    status: 410,
    meaning: 'The link is too old, was used, withdrawn or replaced',
    action: 'Ask for a new one',
  },
} as const satisfies ErrorCodeEntries;
