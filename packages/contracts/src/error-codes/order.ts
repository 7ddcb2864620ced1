import type { ErrorCodeEntries } from './error-code.ts';

/** What gateway and waiting room answer about orders and lines. */
export const orderErrors = {
  UNKNOWN_TICKET: {
    status: 400,
    meaning: 'A ticket id is not on sale',
  },
  MIXED_EVENTS: {
    status: 400,
    meaning: 'The items are for more than one event',
  },
  MIXED_CURRENCIES: {
    status: 400,
    meaning: 'The prices of the items are in more than one currency',
  },
  TOO_FEW_TICKETS: {
    status: 400,
    meaning: 'Fewer tickets than one order must have',
  },
  TOO_MANY_TICKETS: {
    status: 400,
    meaning: 'More tickets than one order, or one customer, may have',
  },
  UNKNOWN_CODE: {
    status: 400,
    meaning: 'The event has no such [code](codes.md), or it was switched off',
  },
  PAYMENT_METHOD_NOT_ACCEPTED: {
    status: 400,
    meaning: 'The event or the shop does not take this payment method',
  },
  ADMISSION_REQUIRED: {
    status: 403,
    meaning: 'The event has a waiting room, and the order no valid admission of this browser',
    action: 'Order in your turn',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    meaning:
      'There is no such order, or it was [archived](retention.md) in a shop without an office',
  },
  EVENT_NOT_FOUND: {
    status: 404,
    meaning: 'No event on sale has this id',
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
    meaning: 'This browser has no place in the line, or has left it',
  },
  SOLD_OUT: {
    status: 409,
    meaning: 'Fewer tickets are left than requested; `details` has how many. No order was stored',
  },
  HELD_BY_OTHERS: {
    status: 409,
    meaning:
      'Too few tickets are left, but others hold some and have yet to pay; `details` says which',
  },
  NOT_ON_SALE: {
    status: 409,
    meaning: 'The sale has not begun, is paused or closed, or the event was cancelled',
  },
  CODE_USED_UP: {
    status: 409,
    meaning: 'Orders have taken all uses of the code',
    action: 'A use comes back when an order ends without tickets',
  },
  CODE_NOT_VALID: {
    status: 409,
    meaning: 'It is not the time of the code, or it is not for these tickets',
  },
  PRICE_CHANGED: {
    status: 409,
    meaning: 'The total is not `expectedTotal`. No order was stored',
    action: 'Show the new total, and send it when the buyer agrees',
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
    meaning: 'The turn was made longer ten times, or nothing is on sale',
  },
  ORDER_NOT_HELD: {
    status: 409,
    meaning: 'Only a held order can be paid, or cancelled by its buyer',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    meaning: 'This customer used the key within 24 hours for a different request',
    action: 'Make a new key for each purchase',
  },
  ARCHIVE_UNAVAILABLE: {
    status: 503,
    meaning:
      'The order may be [archived](retention.md#archived-orders), and the office does not answer or is asked too much',
  },
  OVERLOADED: {
    status: 503,
    meaning: 'Too many orders are waiting, or too many streams are open. Nothing was stored',
    action: 'Instead of a stream, poll the order',
  },
} as const satisfies ErrorCodeEntries;
