import {
  type Ledger,
  type Payment,
  type PaymentRefund,
  type PaymentSnapshot,
  refundTickets,
} from '@onsale/ledger';

/**
 * Notes a refund by the seller in the order, which loses the tickets of the refund by it; before that no
 * money is sent. May be repeated. The refund fails if the order can't lose them. An order that has left Redis
 * loses none: money alone moves. What was paid by hand goes
 * back by hand: its refund is done with that, and so is one of tickets whose money went back before.
 */
export async function noteRefund(
  ledger: Ledger,
  { order, payment, archived }: PaymentSnapshot & { payment: Payment },
  refund: PaymentRefund,
): Promise<Payment> {
  const { id, amountMinor, tickets = [], restock = false } = refund;
  const result =
    archived === undefined
      ? await refundTickets(ledger, order.id, { id, amountMinor, tickets, restock })
      : 'done';
  const isNoted = result === 'done' || result === 'already';
  const isByHand =
    payment.markedPaid !== undefined && refund.paymentId === manualPaymentId(payment);
  const done =
    isByHand || amountMinor === 0 ? ({ state: 'done', doneAtMs: refund.askedAtMs } as const) : {};
  const after: PaymentRefund = isNoted
    ? { ...refund, isNoted, ...done }
    : { ...refund, state: 'failed', problem: problemOf(result) };
  const refunds = payment.refunds.map((each) => (each.id === id ? after : each));
  return { ...payment, refunds };
}

/** What money is called that came outside of this system. */
export const manualPaymentId = ({ markedPaid }: Payment): string =>
  `manual:${markedPaid?.reference ?? ''}`;

function problemOf(result: Awaited<ReturnType<typeof refundTickets>>): string {
  if (typeof result !== 'string') return `the order is ${result.refused}`;
  return PROBLEMS[result] ?? 'the order could not be changed';
}

const PROBLEMS: Readonly<Record<string, string>> = {
  'no-such-ticket': 'the order has no such ticket',
  'ticket-refunded': 'a ticket has been refunded already',
  'too-much': 'that is more than the order cost',
};
