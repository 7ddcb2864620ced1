import type { ErrorCodeEntries } from './error-code.ts';

/** What gateway and waiting room answer about orders and lines. */
export const orderErrors = {
  UNKNOWN_TICKET: {
    status: 400,
    meaning: 'A ticket is not on sale',
  },
  MIXED_EVENTS: {
    status: 400,
    meaning: 'The items are of several events, or in several currencies',
  },
  MIXED_CURRENCIES: {
    status: 400,
    meaning: 'The items are of several events, or in several currencies',
  },
  TOO_FEW_TICKETS: {
    status: 400,
    meaning: 'Fewer or more than an order or a customer may have',
  },
  TOO_MANY_TICKETS: {
    status: 400,
    meaning: 'Fewer or more than an order or a customer may have',
  },
  UNKNOWN_CODE: {
    status: 400,
    meaning: 'The event has no such [code](codes.md), or it was switched off',
  },
  PAYMENT_METHOD_NOT_ACCEPTED: {
    status: 400,
    meaning: 'Event or shop does not take this method',
  },
  ADMISSION_REQUIRED: {
    status: 403,
    meaning: 'The event has a waiting room, and the order no valid admission of this browser',
    action: 'Order in your turn',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    meaning: 'There is none, or it was [archived](retention.md) in a shop without an office',
  },
  EVENT_NOT_FOUND: {
    status: 404,
    meaning: 'No such event is on sale',
  },
  CODE_NOT_FOUND: {
    status: 404,
    meaning: 'The event has no such code, or it was switched off',
  },
  LINE_NOT_FOUND: {
    status: 404,
    meaning: 'The event has no waiting room',
  },
  PLACE_NOT_FOUND: {
    status: 404,
    meaning: 'This browser has no place in the line',
  },
  SOLD_OUT: {
    status: 409,
    meaning: 'Fewer are left; `details` has how many',
  },
  HELD_BY_OTHERS: {
    status: 409,
    meaning: 'The same, but others hold some and have yet to pay',
  },
  NOT_ON_SALE: {
    status: 409,
    meaning: 'The sale has not begun, is paused or over, or the event was cancelled',
  },
  CODE_USED_UP: {
    status: 409,
    meaning: 'All uses of the code are taken; one comes back when an order ends without tickets',
  },
  CODE_NOT_VALID: {
    status: 409,
    meaning: 'The code is not for now, or not for these tickets',
  },
  PRICE_CHANGED: {
    status: 409,
    meaning: 'The total is not `expectedTotal`',
    action: 'Send the new one when the buyer agrees',
  },
  TERMS_CHANGED: {
    status: 409,
    meaning: '`terms` is not the present version, which the message has',
    action: 'Let the buyer accept it',
  },
  LINE_CLOSED: {
    status: 409,
    meaning: 'The lobby is not open yet, or the sale is over',
  },
  NOT_YOUR_TURN: {
    status: 409,
    meaning: 'Only a turn that has begun can be made longer',
  },
  NO_MORE_TIME: {
    status: 409,
    meaning: 'It was made longer ten times, or nothing is on sale',
  },
  ORDER_NOT_HELD: {
    status: 409,
    meaning: 'Only a held order can be paid, or cancelled by its buyer',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    meaning: 'The key was used within 24 hours for a different request',
    action: 'Make one for each purchase',
  },
  ARCHIVE_UNAVAILABLE: {
    status: 503,
    meaning:
      'The order may be [archived](retention.md#archived-orders), and the office gave no answer',
  },
  OVERLOADED: {
    status: 503,
    meaning: 'Too many orders wait, or too many streams are open',
    action: 'Poll instead of streaming',
  },
} as const satisfies ErrorCodeEntries;
