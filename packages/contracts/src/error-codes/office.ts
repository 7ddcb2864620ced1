import type { ErrorCodeEntries } from './error-code.ts';

/** What the office answers about events, their orders, mails and webhooks. */
export const officeErrors = {
  MESSAGE_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  TASK_NOT_FOUND: {
    status: 404,
    meaning: 'The office did not cancel the event, or not this order with it',
  },
  MAIL_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  WEBHOOK_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or no longer',
  },
  CODE_EXISTS: {
    status: 409,
    meaning: 'The code in `details` does something else',
  },
  TOO_MANY_CODES: {
    status: 409,
    meaning: 'There are as many as there can be',
  },
  MESSAGE_NOT_DRAFT: {
    status: 409,
    meaning: 'It is scheduled, on its way or sent',
  },
  MAIL_NOT_RESENDABLE: {
    status: 409,
    meaning: 'It is about no order, or still waits to be sent',
  },
  NOTHING_TO_TELL: {
    status: 409,
    meaning: 'Nothing that buyers must know has changed since',
  },
  ORDER_NOT_CHANGEABLE: {
    status: 409,
    meaning: 'Not in its state; `actions` or `steps` say what can be done',
  },
  EVENT_NOT_CANCELLABLE: {
    status: 409,
    meaning: 'It is archived, or `confirm` is not its name',
    action: 'Refund orders of an archived event one by one',
  },
  EVENT_EXISTS: {
    status: 409,
    meaning: 'It exists',
  },
  EVENT_ARCHIVED: {
    status: 409,
    meaning: 'It is archived and stays as it is',
  },
  EVENT_NOT_DELETABLE: {
    status: 409,
    meaning: 'It is no longer a draft',
  },
  STEP_REFUSED: {
    status: 409,
    meaning: 'Not in its state; `actions` or `steps` say what can be done',
  },
  STOCK_CONFLICT: {
    status: 409,
    meaning: 'A capacity is below what is held and sold, or a ticket id is another event’s',
  },
  TERMS_VERSION_USED: {
    status: 409,
    meaning: 'Another text had this version',
  },
  TASK_ENDED: {
    status: 409,
    meaning: 'Not in this state of the cancellation, or of its order',
  },
  TOO_MANY_ENDPOINTS: {
    status: 409,
    meaning: 'There are as many as there can be',
  },
  ENDPOINT_OFF: {
    status: 409,
    meaning: 'It is switched off',
  },
  PICTURE_TOO_LARGE: {
    status: 413,
    meaning: 'It has too many pixels',
    action: 'JPEG and WebP have at most 50 megapixels, PNG and GIF 24, AVIF 12',
  },
  RECORDS_UNAVAILABLE: {
    status: 503,
    meaning: 'PostgreSQL does not answer',
  },
} as const satisfies ErrorCodeEntries;
