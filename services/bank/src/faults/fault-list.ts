/**
 * Everything that can go wrong at a payment provider: what stands on the panel. Each happens to the
 * checkouts it was chosen for, and to any other at the rate that was set.
 */
export const FAULTS = {
  // What the buyer's payment comes to.
  unpaid_then_paid: 'Completed but unpaid; paid later',
  unpaid_then_failed: 'Completed but unpaid; failed later',
  decides_in_five_days: 'Completed but unpaid; paid after five days',
  paid_after_expiry: 'Completed in time, but paid only after the checkout’s end',
  paid_though_expired: 'Paid although the checkout was expired',
  wrong_amount: 'Another amount is paid',
  wrong_currency: 'Another currency is paid',
  dispute: 'The buyer disputes the payment',
  // Messages.
  message_late: 'Messages come late',
  message_twice: 'Messages come twice',
  message_lost: 'Messages never come',
  message_shuffled: 'Messages come in any order',
  message_early: 'Messages come before the answer of the API',
  // Answers of the API; half of them after the effect.
  api_error: 'The API answers 500',
  api_html: 'The API answers with a page of HTML',
  api_half: 'The API sends half an answer',
  api_cut: 'The API cuts the connection',
  api_hangs: 'The API never answers',
  api_slow: 'The API is slow',
  // Refunds.
  refund_fails: 'A refund is taken, then fails',
  refund_reversed: 'A refund is done, then fails after all',
  refund_hangs: 'A refund is not decided for five days',
  no_balance: 'The seller’s account lacks the money for a refund',
} as const;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
