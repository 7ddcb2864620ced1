import {
  type Payment,
  PAYMENT_CLAIM_MS,
  type PaymentSnapshot,
  type PaymentWrite,
  writePayment,
} from '@onsale/ledger';
import type { PaymentWork } from './work-on-payment.ts';

/**
 * Stores what has become of a payment, which is then looked at again after `dueInMs`: by default as soon as
 * whoever works on it now must have died; `never` if nothing is under way any more. `head` is that of the order, when the change holds only as long as
 * the order is as it was read.
 */
export async function storePayment(
  { ledger, changed }: Pick<PaymentWork, 'ledger' | 'changed'>,
  { order, payment, archived }: Pick<PaymentSnapshot, 'order' | 'payment' | 'archived'>,
  {
    after,
    dueInMs = PAYMENT_CLAIM_MS,
    head = '',
  }: { after: Payment; dueInMs?: number | 'never'; head?: string },
): Promise<PaymentWrite> {
  const logged = moneyMoved(payment, after);
  const due = { dueInMs: dueInMs === 'never' ? undefined : dueInMs };
  const change = { before: payment, after, head, ...due, logged, archived };
  const written = await writePayment(ledger, order.id, change);
  if (written === 'written') changed(payment, after);
  return written;
}

/** What the order log calls a change of money; undefined when none has moved, or is to. */
function moneyMoved(before: Payment | undefined, after: Payment): string | undefined {
  const wasPaid = before?.attempts.filter(({ state }) => state === 'paid').length ?? 0;
  if (after.attempts.filter(({ state }) => state === 'paid').length > wasPaid) return 'received';
  for (const refund of after.refunds) {
    const earlier = before?.refunds.find(({ id }) => id === refund.id);
    if (earlier?.state !== refund.state) return `refund-${refund.state}`;
  }
  for (const dispute of after.disputes) {
    const earlier = before?.disputes.find(({ id }) => id === dispute.id);
    if (earlier?.state !== dispute.state) return `dispute-${dispute.state}`;
  }
  return undefined;
}
