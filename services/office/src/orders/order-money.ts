import { isOpenDispute, type Order, type Payment } from '@onsale/ledger';
import type { FoundOrder } from './find-order.ts';

/** How much of an order's money may still be paid back, in minor units of its currency. */
export function refundableMinor({ order, payment }: Pick<FoundOrder, 'order' | 'payment'>): number {
  if (payment === undefined) {
    return order.status === 'confirmed' ? order.totalMinor - notedMinor(order) : 0;
  }
  const { currency } = payment;
  const isOurs = (money: { currency?: string }) => (money.currency ?? currency) === currency;
  const received =
    payment.markedPaid === undefined
      ? payment.attempts.map(({ paid }) =>
          paid !== undefined && isOurs(paid) ? paid.amountMinor : 0,
        )
      : [payment.amountMinor];
  const returned = payment.refunds
    .filter((refund) => refund.state !== 'failed' && isOurs(refund))
    .map(({ amountMinor }) => amountMinor);
  const lost = payment.disputes
    .filter(({ state }) => state === 'lost')
    .map(({ amountMinor }) => amountMinor);
  return Math.max(0, sumOf(received) - sumOf(returned) - sumOf(lost));
}

/** Whether a refund sends money by the provider; otherwise the team pays it back by hand. */
export function isByProvider(payment: Payment | undefined): boolean {
  if (payment === undefined || payment.markedPaid !== undefined) return false;
  return payment.attempts.some(({ paid }) => paid !== undefined);
}

/** Whether money has come for it that payments knows of. */
export function isPaid(payment: Payment | undefined): boolean {
  return payment?.markedPaid !== undefined || isByProvider(payment);
}

/** Whether nothing was paid for an order, so that it can be cancelled and there is nothing to refund. */
export function isFree({ order, payment }: Pick<FoundOrder, 'order' | 'payment'>): boolean {
  return order.totalMinor === 0 && order.cause === undefined && !isPaid(payment);
}

/** Until it is decided, nothing may be paid back. */
export function isDisputed(payment: Payment | undefined): boolean {
  return payment?.disputes.some(isOpenDispute) === true;
}

/** What the refund of some tickets pays back: a discount is shared by all of them. */
export function priceMinorOf(order: Order, lines: readonly number[]): number {
  const unitMinor = (line: number) => order.lines[line]?.unitMinor ?? 0;
  const full = sumOf(order.lines.map((line) => line.qty * line.unitMinor));
  if (full === 0) return 0;
  return Math.floor((sumOf(lines.map(unitMinor)) * order.totalMinor) / full);
}

/** The refunds that stand in the order, also of money that was moved by hand. */
export function notedMinor({ extras = {} }: Order): number {
  return sumOf((extras.refunds ?? []).map(({ amountMinor }) => amountMinor));
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
