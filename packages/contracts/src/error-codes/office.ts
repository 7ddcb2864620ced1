import type { ErrorCodeEntries } from './error-code.ts';

/** What the office answers about events, their orders, mails and webhooks. */
export const officeErrors = {
  MESSAGE_NOT_FOUND: {
    status: 404,
    meaning: 'There is none with this id, or no longer',
  },
  TASK_NOT_FOUND: {
    status: 404,
    meaning: 'The office did not cancel the event, or the cancellation has no such order',
  },
  MAIL_NOT_FOUND: {
    status: 404,
    meaning: 'There is none with this id, or no longer',
  },
  WEBHOOK_NOT_FOUND: {
    status: 404,
    meaning: 'There is none with this id, or no longer',
  },
  CODE_EXISTS: {
    status: 409,
    meaning: 'A code of this name does something else; `details` says which',
  },
  TOO_MANY_CODES: {
    status: 409,
    meaning: 'There are as many as there can be',
  },
  MESSAGE_NOT_DRAFT: {
    status: 409,
    meaning: 'The message is scheduled, on its way or sent, and no draft to change',
  },
  MAIL_NOT_RESENDABLE: {
    status: 409,
    meaning: 'The mail is about no order, or still waits to be sent',
  },
  NOTHING_TO_TELL: {
    status: 409,
    meaning: 'Nothing has changed since this revision that buyers must know',
  },
  ORDER_NOT_CHANGEABLE: {
    status: 409,
    meaning: 'An order in this state cannot be changed in this way',
    action: 'Its `actions` say what can be done',
  },
  EVENT_NOT_CANCELLABLE: {
    status: 409,
    meaning: 'The event has been archived, or `confirm` is not its name',
    action: 'Orders of an archived event are refunded one by one',
  },
  EVENT_EXISTS: {
    status: 409,
    meaning: 'There is an event with this id',
  },
  EVENT_ARCHIVED: {
    status: 409,
    meaning: 'The event is archived and stays as it is',
  },
  EVENT_NOT_DELETABLE: {
    status: 409,
    meaning: 'The event is no longer a draft',
  },
  STEP_REFUSED: {
    status: 409,
    meaning: 'This step does not start from the status of the event',
    action: 'Its `steps` say what can be done',
  },
  STOCK_CONFLICT: {
    status: 409,
    meaning: 'A capacity is below what is held and sold, or a ticket id belongs to another event',
  },
  TERMS_VERSION_USED: {
    status: 409,
    meaning: 'Another text of the terms had this version',
  },
  TASK_ENDED: {
    status: 409,
    meaning: 'The cancellation, or its order, is not in a state that allows this',
  },
  TOO_MANY_ENDPOINTS: {
    status: 409,
    meaning: 'There are as many as there can be',
  },
  ENDPOINT_OFF: {
    status: 409,
    meaning: 'The receiver of this webhook is switched off',
  },
  PICTURE_TOO_LARGE: {
    status: 413,
    meaning: 'The picture has too many pixels',
    action: 'Make it smaller: JPEG and WebP have at most 50 megapixels, PNG and GIF 24, AVIF 12',
  },
  RECORDS_UNAVAILABLE: {
    status: 503,
    meaning: 'PostgreSQL does not answer',
  },
} as const satisfies ErrorCodeEntries;
