import type { ErrorCodeEntries } from './error-code.ts';

/** What payments and the bank answer. */
export const paymentErrors = {
  INVALID_WEBHOOK: {
    status: 400,
    meaning: 'Its signature is wrong or old, or no provider sends it',
  },
  PAYMENT_UNDER_WAY: {
    status: 409,
    meaning: 'The provider has not decided about a payment',
    action: 'Read it again',
  },
  PAYMENT_DISPUTED: {
    status: 409,
    meaning: 'The buyer disputes the payment, which may send the money back',
  },
  NOT_REFUNDABLE: {
    status: 409,
    meaning: 'So much is not left, or the ticket was refunded before',
  },
  CHECKOUT_CLOSED: {
    status: 409,
    meaning: '[Bank](bank.md): it was paid, declined or expired before',
  },
  NO_BALANCE: {
    status: 409,
    meaning: '[Bank](bank.md): the seller’s account lacks the money',
    action: 'Retry later with another key',
  },
  PAYMENTS_UNAVAILABLE: {
    status: 503,
    meaning: 'The provider gave no answer, or the shop takes no payments',
    action: 'Payments that have begun continue',
  },
} as const satisfies ErrorCodeEntries;
