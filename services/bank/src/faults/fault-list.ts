/**
 * Everything that can go wrong at a payment provider: what stands on the panel. Each happens to the
 * checkouts it was chosen for, and to any other at the rate that was set.
 */
export const FAULT_GROUPS = {
  'How a payment turns out': {
    unpaid_then_paid: 'Completed but unpaid; paid later',
    unpaid_then_failed: 'Completed but unpaid; failed later',
    decides_in_five_days: 'Completed but unpaid; paid after five days',
    paid_after_expiry: 'Completed in time; paid only after the checkout’s end',
    paid_though_expired: 'Paid although the checkout was expired',
    wrong_amount: 'Another amount is paid',
    wrong_currency: 'Another currency is paid',
    dispute: 'The buyer disputes the payment',
  },
  Messages: {
    message_late: 'Come late',
    message_twice: 'Come twice',
    message_lost: 'Never come',
    message_shuffled: 'Come in any order',
    message_early: 'Come before the API’s answer',
  },
  // Half of the broken answers belong to a request that has had its effect.
  'API answers': {
    api_error: 'Error 500',
    api_html: 'A page of HTML',
    api_half: 'Half an answer',
    api_cut: 'A cut connection',
    api_hangs: 'No answer at all',
    api_slow: 'A slow answer',
  },
  Refunds: {
    refund_fails: 'Accepted, then failed',
    refund_reversed: 'Done, then failed after all',
    refund_hangs: 'Not decided for five days',
    no_balance: 'Refused: not enough balance',
  },
} as const;

type Groups = typeof FAULT_GROUPS;
export type FaultName = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];
export const FAULT_NAMES = Object.values(FAULT_GROUPS).flatMap(Object.keys) as FaultName[];
