import type { OrderStatus, RECONCILE_FINDINGS } from '@onsale/contracts';
import {
  formatMinor,
  isOpenDispute,
  LONG_UNDER_WAY_MS,
  type Payment,
  type PaymentAttempt,
} from '@onsale/ledger';
import { isLost } from '../engine/plan.ts';
import type { ProviderPayment } from '../provider/provider.ts';

export type FindingKind = (typeof RECONCILE_FINDINGS)[number];

/** Where the orders, our records and the provider's disagree. */
export interface Finding {
  kind: FindingKind;
  orderId?: string;
  paymentId?: string;
  message: string;
}

/** All that three sides know of one order: its record, ours of its payment, and the provider's list. */
export interface PaymentCase {
  orderId: string;
  /** Undefined when neither Redis nor the archive has it. */
  order?: {
    status: OrderStatus;
    totalMinor: number;
    currency: string;
    /** Whether it is confirmed by something else than a person. */ needsPayment: boolean;
  };
  payment?: Payment;
  /** Those of the period. */
  checkouts: readonly ProviderPayment[];
  /** Checkouts in our record that the provider was asked for and does not know. */
  missing: readonly string[];
}

/** Compares the three sides of an order. Pure: knows no time but the one it is told. */
export function comparePayment(each: PaymentCase, { nowMs }: { nowMs: number }): Finding[] {
  const { orderId, order, payment } = each;
  const findings: Finding[] = [];
  const find = (kind: FindingKind, message: string, paymentId?: string) =>
    findings.push({ kind, orderId, ...(paymentId === undefined ? {} : { paymentId }), message });
  for (const checkoutId of each.missing) {
    find('unknown_to_provider', `the provider does not know checkout ${checkoutId}`);
  }
  for (const checkout of each.checkouts) {
    if (checkout.state === 'paid')
      compareMoney(checkout, { payment, hasOrder: order !== undefined, find });
  }
  const hasTickets = order?.status !== 'refunded';
  if (payment !== undefined) compareRefunds(payment, { nowMs, hasTickets, find });
  if (order === undefined) return findings;
  const paid = payment?.attempts.filter(({ use }) => use === 'tickets') ?? [];
  const isPaid = paid.length > 0 || payment?.markedPaid !== undefined;
  if (order.needsPayment && !isPaid) {
    find('ticket_without_payment', 'the order is confirmed, but no payment is known for it');
  }
  for (const attempt of paid) {
    const { paymentId } = attempt;
    if (order.status !== 'confirmed' && order.status !== 'refunded') {
      find('paid_without_ticket', `it was paid, but the order is ${order.status}`, paymentId);
    }
    if (
      attempt.paid?.amountMinor !== order.totalMinor ||
      attempt.paid.currency !== order.currency
    ) {
      find(
        'amount_differs',
        `${amountOf(attempt)} got the tickets of an order that costs ${formatMinor(order.totalMinor, order.currency)}`,
        paymentId,
      );
    }
  }
  if (paid.length > 1) find('paid_twice', 'two payments got the tickets of one order');
  return findings;
}

type Find = (kind: FindingKind, message: string, paymentId?: string) => void;

// One paid checkout of the provider with our record of it.
function compareMoney(
  checkout: ProviderPayment,
  { payment, hasOrder, find }: { payment: Payment | undefined; hasOrder: boolean; find: Find },
): void {
  const { paymentId, amountMinor, currency } = checkout;
  const amount = formatMinor(amountMinor, currency);
  const attempt = payment?.attempts.find((each) => each.paymentId === paymentId);
  if (!hasOrder) {
    const isBack = sumOf(checkout.refunds.filter(({ state }) => state !== 'failed')) >= amountMinor;
    if (!isBack) {
      find(
        'unknown_to_us',
        `${amount} was paid for an order that is neither in Redis nor in the archive`,
        paymentId,
      );
    }
    return;
  }
  if (attempt === undefined || payment === undefined) {
    find('unknown_to_us', `${amount} was paid, and is not in our record`, paymentId);
    return;
  }
  if (attempt.paid?.amountMinor !== amountMinor || attempt.paid.currency !== currency) {
    const message = `the provider says ${amount}, our record ${amountOf(attempt)}`;
    find('amount_differs', message, paymentId);
  }
  const refunded = payment.refunds.filter((refund) => refund.paymentId === paymentId);
  const goingBack = sumOf(refunded.filter(({ state }) => state !== 'failed'));
  if (attempt.use !== 'tickets' && goingBack < amountMinor && !isLost(payment, paymentId ?? '')) {
    const isTwice = payment.attempts.some(({ use }) => use === 'tickets');
    const kind = isTwice ? 'paid_twice' : 'paid_without_ticket';
    find(kind, `${amount} was paid, got no tickets, and is not on its way back`, paymentId);
  }
  for (const refund of checkout.refunds) {
    if (!refunded.some(({ providerId }) => providerId === refund.id)) {
      find('refund_unknown', `refund ${refund.id} is not in our record`, paymentId);
    }
  }
  for (const { id, providerId, state, amountMinor: backMinor } of refunded) {
    const told = checkout.refunds.find((refund) => refund.id === providerId);
    // Without money, only tickets were revoked.
    if (state !== 'done' || told?.state === 'done' || backMinor === 0) continue;
    find('refund_failed', `refund ${id} is done in our record, but not at the provider`, paymentId);
  }
}

function compareRefunds(
  payment: Payment,
  { nowMs, hasTickets, find }: { nowMs: number; hasTickets: boolean; find: Find },
): void {
  for (const { id, paymentId, state, reason, problem = '', askedAtMs } of payment.refunds) {
    if (state === 'failed' && !isMadeUp(payment, paymentId)) {
      find('refund_failed', `refund ${id} failed: ${problem}`, paymentId);
    }
    if (state !== 'failed' && state !== 'done' && askedAtMs + LONG_UNDER_WAY_MS < nowMs) {
      find(
        'refund_hangs',
        `refund ${id} has been ${state.replaceAll('_', ' ')} for more than a day`,
        paymentId,
      );
    }
    const attempt = payment.attempts.find((each) => each.paymentId === paymentId);
    const isForTickets = attempt?.use === 'tickets' && hasTickets;
    if (reason === 'provider' && state !== 'failed' && isForTickets) {
      find(
        'refund_unknown',
        `refund ${id} was made at the provider and revoked no ticket`,
        paymentId,
      );
    }
  }
  for (const dispute of payment.disputes) {
    if (isOpenDispute(dispute)) {
      find('dispute', `dispute ${dispute.id} is open`, dispute.paymentId);
    } else if (dispute.state === 'lost') {
      find('dispute', `dispute ${dispute.id} was lost: the money is gone`, dispute.paymentId);
    }
  }
}

// A refund that failed does not matter once another one has sent the money, or a dispute took it.
function isMadeUp(payment: Payment, paymentId: string): boolean {
  const { attempts, refunds } = payment;
  const paid = attempts.find((attempt) => attempt.paymentId === paymentId)?.paid?.amountMinor ?? 0;
  const gone = sumOf(
    refunds.filter((refund) => refund.paymentId === paymentId && refund.state === 'done'),
  );
  return isLost(payment, paymentId) || (paid > 0 && gone >= paid);
}

function amountOf({ paid }: PaymentAttempt): string {
  return paid === undefined ? 'nothing' : formatMinor(paid.amountMinor, paid.currency);
}

function sumOf(items: readonly { amountMinor: number }[]): number {
  return items.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
