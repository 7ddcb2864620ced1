import {
  isOpenDispute,
  isUndecided,
  type Payment,
  type PaymentAttempt,
  type PaymentDispute,
  type PaymentRefund,
  type PaymentSnapshot,
} from '@onsale/ledger';
import { moneyLeft } from './give-back.ts';

/** What is to be done next for one order; each of these is safe to repeat. */
export type PaymentAction =
  /** Keep the tickets while the payment is under way. */
  | { do: 'open-hold' }
  /** The payment under way has ended: the hold goes on, or ends if it is over or to be cancelled. */
  | { do: 'return-hold'; isOver: boolean }
  | { do: 'start-checkout' | 'expire-checkout' | 'read-checkout'; attempt: PaymentAttempt }
  /** Money has come: it gets the tickets if it may. */
  | { do: 'confirm'; attempt: PaymentAttempt }
  /** Money has come that gets no tickets, whatever the order is. */
  | { do: 'give-back'; attempt: PaymentAttempt; reason: 'twice' | 'wrong_amount' }
  /** The order loses the tickets of a refund by the seller, before the money is sent. */
  | { do: 'note-refund'; refund: PaymentRefund }
  /** The buyer has got the money by a dispute. */
  | { do: 'drop-refund'; refund: PaymentRefund }
  | { do: 'send-refund' | 'read-refund'; refund: PaymentRefund }
  /** Whether it is decided; the message about that may be lost, and until then nothing is refunded. */
  | { do: 'read-dispute'; dispute: PaymentDispute }
  /** Nothing until then; undefined: nothing until somebody says so. */
  | { do: 'rest'; untilMs: number | undefined };

/** Decides what to do next, from what is known alone: money first, then pages, then the hold. */
export function planPayment(snapshot: PaymentSnapshot & { payment: Payment }): PaymentAction {
  const { payment } = snapshot;
  return (
    planMoney(payment) ??
    planRefund(snapshot) ??
    planDispute(snapshot) ??
    firstOf(payment.attempts, (attempt) => planAttempt(attempt, snapshot)) ??
    planHold(snapshot) ?? { do: 'rest', untilMs: nextLookMs(snapshot) }
  );
}

function planMoney(payment: Payment): PaymentAction | undefined {
  return firstOf(payment.attempts, (attempt) => {
    if (attempt.state !== 'paid' || attempt.use !== undefined) return undefined;
    const { amountMinor, currency } = attempt.paid ?? {};
    if (amountMinor !== payment.amountMinor || currency !== payment.currency) {
      return { do: 'give-back', attempt, reason: 'wrong_amount' };
    }
    // All of it went back in the provider's dashboard, before anything was known of it.
    const isBack = moneyLeft(payment, attempt.paymentId ?? '') <= 0;
    if (isBack) return { do: 'give-back', attempt, reason: 'wrong_amount' };
    const isPaid = payment.attempts.some(({ use }) => use === 'tickets');
    return isPaid ? { do: 'give-back', attempt, reason: 'twice' } : { do: 'confirm', attempt };
  });
}

function planRefund({
  payment,
  nowMs,
}: PaymentSnapshot & { payment: Payment }): PaymentAction | undefined {
  return firstOf(payment.refunds, (refund) => {
    const { state, nextAtMs = 0 } = refund;
    if (state === 'done' || state === 'failed' || nextAtMs > nowMs) return undefined;
    if (refund.reason === 'seller' && refund.isNoted !== true) return { do: 'note-refund', refund };
    if (state === 'pending') return { do: 'read-refund', refund };
    // Whoever disputes a payment may get the money that way.
    if (isDisputed(payment, refund.paymentId)) return undefined;
    if (isLost(payment, refund.paymentId)) return { do: 'drop-refund', refund };
    return { do: 'send-refund', refund };
  });
}

function planDispute({
  payment,
  nowMs,
}: PaymentSnapshot & { payment: Payment }): PaymentAction | undefined {
  return firstOf(payment.disputes, (dispute) => {
    const isDue = isOpenDispute(dispute) && (dispute.nextAtMs ?? 0) <= nowMs;
    return isDue ? { do: 'read-dispute', dispute } : undefined;
  });
}

/** Whether money of this payment may not be sent back now. */
export function isDisputed({ disputes }: Payment, paymentId: string): boolean {
  return disputes.some((dispute) => dispute.paymentId === paymentId && isOpenDispute(dispute));
}

/** Whether a dispute has taken the money of this payment. */
export function isLost({ disputes }: Payment, paymentId: string): boolean {
  return disputes.some((each) => each.paymentId === paymentId && each.state === 'lost');
}

// The order of the lines matters: a page is closed before anything else is thought of.
function planAttempt(
  attempt: PaymentAttempt,
  { order, nowMs }: PaymentSnapshot,
): PaymentAction | undefined {
  const { state, nextAtMs = 0, expiresAtMs } = attempt;
  const mayWait = nextAtMs > nowMs;
  // Only then is anything asked of the provider, so that no tickets are lost while the buyer pays.
  const isUnderWay = state === 'starting' || state === 'open' || state === 'processing';
  if (isUnderWay && isHeld(order, nowMs) && order.giveUpAtMs === undefined) {
    return { do: 'open-hold' };
  }
  switch (state) {
    case 'starting':
      return mayWait ? undefined : { do: 'start-checkout', attempt };
    case 'open':
      if (mayWait) return undefined;
      if (!isHeld(order, nowMs)) return { do: 'expire-checkout', attempt };
      return expiresAtMs <= nowMs ? { do: 'read-checkout', attempt } : undefined;
    case 'processing':
      return mayWait ? undefined : { do: 'read-checkout', attempt };
    default:
      return undefined;
  }
}

/** Whether the order may still be paid: held, its deadline not passed, and nobody asked to cancel it. */
export function isHeld({ status, heldUntilMs, cause }: PaymentSnapshot['order'], nowMs: number) {
  return status === 'held' && cause === undefined && (heldUntilMs ?? 0) > nowMs;
}

function planHold({
  order,
  payment,
  nowMs,
}: PaymentSnapshot & { payment: Payment }): PaymentAction | undefined {
  if (order.giveUpAtMs === undefined || payment.attempts.some(isUndecided)) return undefined;
  return { do: 'return-hold', isOver: !isHeld(order, nowMs) };
}

// What is decided needs no look; an open page needs one at the deadline, or when it closes by itself.
function nextLookMs({
  order,
  payment,
  nowMs,
}: PaymentSnapshot & { payment: Payment }): number | undefined {
  const times = payment.attempts.filter(isUndecided).map(({ state, nextAtMs, expiresAtMs }) => {
    if (nextAtMs !== undefined && nextAtMs > nowMs) return nextAtMs;
    return state === 'open' ? Math.min(expiresAtMs, order.heldUntilMs ?? expiresAtMs) : nowMs;
  });
  for (const { state, nextAtMs, paymentId } of payment.refunds) {
    if (state === 'done' || state === 'failed' || isDisputed(payment, paymentId)) continue;
    times.push(nextAtMs ?? nowMs);
  }
  for (const dispute of payment.disputes) {
    if (isOpenDispute(dispute)) times.push(dispute.nextAtMs ?? nowMs);
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
