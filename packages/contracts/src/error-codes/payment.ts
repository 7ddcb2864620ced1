import type { ErrorCodeEntries } from './error-code.ts';

/** What payments and the bank answer. */
export const paymentErrors = {
  INVALID_WEBHOOK: {
    status: 400,
    meaning: 'The signature is wrong or old, or no provider sends this',
  },
  PAYMENT_UNDER_WAY: {
    status: 409,
    meaning: 'The provider has not decided about a payment of this order',
    action: 'Ask for the payment again',
  },
  PAYMENT_DISPUTED: {
    status: 409,
    meaning: 'The buyer disputes the payment, which may send the money back',
  },
  NOT_REFUNDABLE: {
    status: 409,
    meaning: 'So much is not left to refund, or the ticket was refunded before',
  },
  CHECKOUT_CLOSED: {
    status: 409,
    meaning: '[Bank](bank.md): this checkout was paid, declined or expired before',
  },
  NO_BALANCE: {
    status: 409,
    meaning: '[Bank](bank.md): the seller’s account lacks the money for this refund',
    action: 'Try again later with another key',
  },
  PAYMENTS_UNAVAILABLE: {
    status: 503,
    meaning: 'The provider does not answer or is asked too much, or the shop takes no payments',
    action: 'Payments that have begun continue automatically',
  },
} as const satisfies ErrorCodeEntries;
