import type { RefundReason } from '@onsale/contracts';
import {
  type Finish,
  finishOrders,
  type FinishStep,
  type Ledger,
  parseOrderId,
  type Payment,
  type PaymentAttempt,
  type PaymentSnapshot,
} from '@onsale/ledger';
import { giveBack } from './give-back.ts';
import { replaced } from './merge-payment.ts';

/** Keeps the tickets of an order while it is being paid, and `giveUpMs` beyond the deadline. */
export async function openHold(
  ledger: Ledger,
  { order, nowMs }: PaymentSnapshot,
  giveUpMs: number,
): Promise<Finish> {
  const untilDeadlineMs = Math.max(0, (order.heldUntilMs ?? nowMs) - nowMs);
  const [finish = 'unknown-state'] = await take(ledger, [
    { orderId: order.id, step: 'open-payment', giveUpMs: untilDeadlineMs + giveUpMs },
  ]);
  return finish;
}

/** Ends the payment under way; the hold goes on, unless it is over or to be cancelled. */
export async function returnHold(
  ledger: Ledger,
  { order }: PaymentSnapshot,
  isOver: boolean,
): Promise<Finish> {
  const orderId = order.id;
  const steps: FinishStep[] = [{ orderId, step: 'return-payment' }];
  if (isOver) steps.push({ orderId, step: 'expire' });
  return (await take(ledger, steps)).at(-1) ?? 'unknown-state';
}

/**
 * Gives the tickets to the money of an attempt, if that is still possible; otherwise the money goes back.
 * Undefined when the order is in a state that only a newer version knows.
 */
export async function confirmOrder(
  ledger: Ledger,
  snapshot: PaymentSnapshot & { payment: Payment },
  attempt: PaymentAttempt,
): Promise<Payment | undefined> {
  const { order, payment, nowMs } = snapshot;
  if (snapshot.archived !== undefined) return decideWithoutOrder(snapshot, attempt);
  const cause = attempt.paymentId ?? '';
  const [finish = 'unknown-state'] = await take(ledger, [
    { orderId: order.id, step: 'confirm', cause },
  ]);
  if (finish === 'done' || finish === 'already') {
    return withTickets(payment, attempt);
  }
  const reason = reasonOf(finish);
  return reason === undefined ? undefined : giveBack(payment, attempt, { reason, nowMs });
}

// The books of an order that has left Redis are closed: money that comes now gets no tickets, unless it is
// the money that the order was confirmed with.
function decideWithoutOrder(
  { order, payment, nowMs }: PaymentSnapshot & { payment: Payment },
  attempt: PaymentAttempt,
): Payment {
  const { status, cause, extras } = order;
  const paidWith = status === 'confirmed' ? cause : extras?.paid;
  if (attempt.paymentId !== undefined && paidWith === attempt.paymentId) {
    return withTickets(payment, attempt);
  }
  const reason = status === 'expired' ? 'late' : (reasonOf({ refused: status }) ?? 'cancelled');
  return giveBack(payment, attempt, { reason, nowMs });
}

function withTickets(payment: Payment, attempt: PaymentAttempt): Payment {
  const used = { ...attempt, use: 'tickets' } as const;
  return { ...payment, attempts: replaced(payment.attempts, attempt, used) };
}

// What may have happened to an order that expired, before it was paid.
const TOO_LATE: ReadonlySet<Finish> = new Set<Finish>([
  ...(['sold-out', 'limit', 'code', 'turn', 'returned'] as const),
]);

// Why the money goes back.
function reasonOf(finish: Finish): RefundReason | undefined {
  if (typeof finish === 'string' && TOO_LATE.has(finish)) return 'late';
  if (finish === 'event-cancelled') return 'cancelled';
  if (typeof finish === 'string') return undefined;
  switch (finish.refused) {
    case 'confirmed':
    case 'refunded':
      return 'twice';
    case 'cancelled':
    case 'rejected':
      return 'cancelled';
    default:
      return undefined;
  }
}

async function take(ledger: Ledger, steps: FinishStep[]): Promise<Finish[]> {
  const shard = parseOrderId(steps[0]?.orderId ?? '', ledger.shards)?.shard;
  return shard === undefined ? ['no-such-order'] : await finishOrders(ledger, shard, steps);
}
