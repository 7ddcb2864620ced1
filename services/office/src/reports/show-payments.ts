import type { FailedRefund, OpenDispute, PaymentsReport } from '@onsale/contracts';
import { toDecimal } from '@onsale/ledger';
import type { PaymentsSumsOf, StuckRefund, UndecidedDispute } from '@onsale/records';

/** A report with amounts and times as interfaces have them. */
export function showPayments(
  { providers, days, refunds, disputes }: PaymentsSumsOf,
  stuck: readonly StuckRefund[],
  undecided: readonly UndecidedDispute[],
): PaymentsReport {
  return {
    providers: providers.map((each) => ({ ...each, ...inCurrency(each, 'received', 'returned') })),
    days: days.map((each) => ({ ...each, ...inCurrency(each, 'received', 'refunded') })),
    refunds: refunds.map((each) => ({
      ...{ state: each.state as FailedRefund['state'], refunds: each.refunds },
      reason: each.reason as PaymentsReport['refunds'][number]['reason'],
      ...{ currency: each.currency, ...inCurrency(each, 'amount') },
    })),
    disputes: disputes.map((each) => ({
      ...{ state: each.state as OpenDispute['state'], disputes: each.disputes },
      ...{ currency: each.currency, ...inCurrency(each, 'amount') },
    })),
    failedRefunds: stuck.map(showRefund),
    openDisputes: undecided.map(showDispute),
  };
}

/** A refund that needs a person. */
export function showRefund(refund: StuckRefund): FailedRefund {
  const { orderId, eventId, refundId, state, problem, askedAt, currency } = refund;
  return {
    ...{ orderId, refundId, state: state as FailedRefund['state'] },
    ...(eventId === null ? {} : { eventId }),
    ...(problem === null ? {} : { problem }),
    ...{ askedAt: askedAt.toISOString(), currency, ...inCurrency(refund, 'amount') },
  };
}

/** A dispute that is not decided. */
export function showDispute(dispute: UndecidedDispute): OpenDispute {
  const { orderId, eventId, disputeId, state, respondBy, currency } = dispute;
  return {
    ...{ orderId, disputeId, state: state as OpenDispute['state'] },
    ...(eventId === null ? {} : { eventId }),
    ...(respondBy === null ? {} : { respondBy: respondBy.toISOString() }),
    ...{ currency, ...inCurrency(dispute, 'amount') },
  };
}

function inCurrency<Name extends string>(
  amounts: Record<Name, number> & { currency: string },
  ...names: Name[]
): Record<Name, number> {
  return Object.fromEntries(
    names.map((name) => [name, toDecimal(amounts[name], amounts.currency)]),
  ) as Record<Name, number>;
}
