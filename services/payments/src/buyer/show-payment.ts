import type { OrderPayment, PaymentState } from '@onsale/contracts';
import {
  isUndecided,
  type Payment,
  type PaymentRefund,
  type PaymentSnapshot,
  toDecimal,
} from '@onsale/ledger';
import { isHeld, isLost } from '../engine/plan.ts';

/** How the payment of an order stands, for its buyer. */
export function showPayment(snapshot: PaymentSnapshot): OrderPayment {
  const { order, payment, nowMs } = snapshot;
  const state = payment === undefined ? 'none' : stateOf(snapshot, payment);
  const url = state === 'open' ? openUrl(snapshot) : undefined;
  const isOver = (state === 'none' && !isHeld(order, nowMs)) || order.status === 'refunded';
  const holdUntil =
    order.heldUntilMs === undefined ? {} : { holdUntil: new Date(order.heldUntilMs).toISOString() };
  return {
    orderId: order.id,
    status: order.status,
    state,
    ...(url === undefined ? {} : { url }),
    ...holdUntil,
    amount: toDecimal(order.totalMinor, order.currency),
    currency: order.currency,
    refunds: (payment?.refunds ?? []).map((refund) => showRefund(refund, order.currency)),
    isFinal: isFinal(snapshot),
    message: MESSAGES[isOver ? 'over' : state],
  };
}

function stateOf({ order, nowMs }: PaymentSnapshot, payment: Payment): PaymentState {
  const { attempts } = payment;
  if (order.status === 'refunded') return isAllBack(payment) ? 'returned' : 'returning';
  if (payment.markedPaid !== undefined || attempts.some(({ use }) => use === 'tickets')) {
    return 'paid';
  }
  if (attempts.some(({ state, use }) => state === 'paid' && use === undefined)) return 'checking';
  if (attempts.some(({ state }) => state === 'processing')) return 'checking';
  // Nobody can have paid on a page whose address nobody was told: it is still to be paid.
  if (attempts.some(({ state }) => state === 'open' || state === 'starting')) {
    return isHeld(order, nowMs) ? 'open' : 'checking';
  }
  if (attempts.some(({ use }) => use === 'refund')) {
    return isAllBack(payment) ? 'returned' : 'returning';
  }
  return 'failed';
}

// A refund that failed is made up for by another one, or by the bank of the buyer, which took the money.
function isAllBack(payment: Payment): boolean {
  return payment.refunds.every(({ state, paymentId }) => {
    if (state === 'done' || isLost(payment, paymentId)) return true;
    const { paid } = payment.attempts.find((each) => each.paymentId === paymentId) ?? {};
    const done = payment.refunds.filter(
      (each) => each.paymentId === paymentId && each.state === 'done',
    );
    const doneMinor = done.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return state === 'failed' && doneMinor >= (paid?.amountMinor ?? Number.POSITIVE_INFINITY);
  });
}

const MESSAGES: Readonly<Record<PaymentState | 'over', string>> = {
  none: 'The order is not paid yet.',
  over: 'There is nothing to pay for this order.',
  open: 'The payment page is open.',
  checking: 'The payment is being checked.',
  failed: 'The payment did not go through.',
  paid: 'The order is paid.',
  returning: 'The payment could not be used for tickets. The money is on its way back.',
  returned: 'The payment could not be used for tickets. The money has been sent back.',
};

// A page whose time is over is still open until the provider has said so.
function openUrl({ payment, nowMs }: PaymentSnapshot): string | undefined {
  return payment?.attempts.find(({ url, expiresAtMs }) => url !== undefined && expiresAtMs > nowMs)
    ?.url;
}

function isFinal({ order, payment, nowMs }: PaymentSnapshot): boolean {
  if (order.status === 'pending' || order.status === 'held' || isHeld(order, nowMs)) return false;
  if (payment === undefined) return true;
  const isMoving = payment.refunds.some(({ state }) => state !== 'done' && state !== 'failed');
  return !isMoving && !payment.attempts.some(isUndecided);
}

function showRefund(refund: PaymentRefund, orderCurrency: string) {
  const { amountMinor, currency = orderCurrency, state, reason, askedAtMs, doneAtMs } = refund;
  return {
    ...{ amount: toDecimal(amountMinor, currency), state, reason },
    askedAt: new Date(askedAtMs).toISOString(),
    ...(doneAtMs === undefined ? {} : { doneAt: new Date(doneAtMs).toISOString() }),
  };
}
