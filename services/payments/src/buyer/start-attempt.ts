import { ApiError, type StartedPayment } from '@onsale/contracts';
import {
  MANUAL,
  type Payment,
  type PaymentAttempt,
  type PaymentSnapshot,
  PAYMENT_CLAIM_MS,
  parseOrderId,
  readEvent,
  readPayment,
  REHEARSAL_SHARD,
  writePayment,
} from '@onsale/ledger';
import { isHeld } from '../engine/plan.ts';
import { type PaymentWork, workOnPayment } from '../engine/work-on-payment.ts';

/** How long a page of the provider lives by itself: what Stripe needs at least, and some more. */
const CHECKOUT_MS = 35 * 60_000;
/** So that an attempt whose start has no answer does not keep its buyer from another one. */
const STARTING_MS = 20_000;
/** Attempts of one order. */
const MAX_ATTEMPTS = 20;
/** Buyers that press twice at once make each other's write fail; not more often than this. */
const MAX_RACES = 10;

/**
 * Starts to pay an order, or goes on: the page that is open, or a new attempt. Throws `ApiError`, among
 * them PAYMENTS_UNAVAILABLE while the provider does not answer: the attempt is then made later, or by the
 * next request.
 */
export async function startPayment(work: PaymentWork, orderId: string): Promise<StartedPayment> {
  await ensureAttempt(work, orderId);
  const snapshot = await workOnPayment(work, orderId);
  const { order, payment, nowMs } = known(snapshot);
  const open = payment?.attempts.find((each) => each.url !== undefined && isUsable(each, nowMs));
  if (!isHeld(order, nowMs) || order.heldUntilMs === undefined) throw notHeld(order);
  if (open?.url !== undefined) {
    return { url: open.url, holdUntil: new Date(order.heldUntilMs).toISOString() };
  }
  if (payment?.attempts.some(isBeingDecided) === true) throw underWay();
  throw unavailable();
}

// Sees to it that there is an attempt that is open or can be opened.
async function ensureAttempt(work: PaymentWork, orderId: string): Promise<void> {
  const { ledger, provider, readArchived } = work;
  for (let race = 0; race < MAX_RACES; race++) {
    const snapshot = known(await readPayment(ledger, orderId, readArchived));
    const { order, payment, head, nowMs } = snapshot;
    if (!isHeld(order, nowMs)) throw notHeld(order);
    if (order.paymentMethod === MANUAL) throw paidByHand();
    if (isRehearsal(ledger, orderId) && provider.name !== 'bank') throw rehearsal();
    if (payment?.attempts.some(isBeingDecided) === true) throw underWay();
    if (payment?.attempts.some((attempt) => isUsable(attempt, nowMs)) === true) return;
    const number = (payment?.attempts.at(-1)?.number ?? 0) + 1;
    if (number > MAX_ATTEMPTS) throw tooMany();
    const event = await readEvent(ledger, order.eventId);
    const attempt: PaymentAttempt = {
      ...{ number, state: 'starting', startedAtMs: nowMs, expiresAtMs: nowMs + CHECKOUT_MS },
      description: event?.document.name ?? order.eventId,
    };
    const { totalMinor: amountMinor, currency } = order;
    const none = { revision: 0, provider: provider.name, amountMinor, currency } as const;
    const before: Payment = payment ?? { ...none, attempts: [], refunds: [], disputes: [] };
    const after = { ...before, attempts: [...before.attempts, attempt] };
    const change = { before: payment, after, head, dueInMs: PAYMENT_CLAIM_MS };
    if ((await writePayment(ledger, orderId, change)) === 'written') return;
  }
  throw unavailable();
}

function isUsable({ state, expiresAtMs, startedAtMs, tries }: PaymentAttempt, nowMs: number) {
  if (state === 'open') return expiresAtMs > nowMs;
  return state === 'starting' && (tries === undefined || startedAtMs + STARTING_MS > nowMs);
}

function isBeingDecided({ state, use }: PaymentAttempt): boolean {
  return state === 'processing' || (state === 'paid' && use !== 'refund');
}

function known(snapshot: PaymentSnapshot | undefined): PaymentSnapshot {
  if (snapshot !== undefined) return snapshot;
  throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
}

function notHeld({ status }: PaymentSnapshot['order']): ApiError {
  const message =
    status === 'pending'
      ? 'the order is still in line; it can be paid once it is held'
      : status === 'held'
        ? 'the order is no longer held'
        : `the order is ${status}; only a held order can be paid`;
  return new ApiError('ORDER_NOT_HELD', message);
}

// A load must not ask for money.
function isRehearsal(ledger: PaymentWork['ledger'], orderId: string): boolean {
  return parseOrderId(orderId, ledger.shards)?.shard === REHEARSAL_SHARD;
}

function rehearsal(): ApiError {
  return new ApiError('ORDER_NOT_HELD', 'an order of a rehearsal is not paid with real money');
}

function paidByHand(): ApiError {
  const message = 'the order is paid by bank transfer or at the desk, not on a page';
  return new ApiError('ORDER_NOT_HELD', message);
}

function underWay(): ApiError {
  return new ApiError('PAYMENT_UNDER_WAY', 'the payment of this order is being checked');
}

function tooMany(): ApiError {
  return new ApiError('RATE_LIMITED', 'too many attempts to pay this order', { retryAfterS: 600 });
}

function unavailable(): ApiError {
  return new ApiError(
    'PAYMENTS_UNAVAILABLE',
    'the payment page cannot be opened at the moment; try again',
    {
      retryAfterS: 2,
    },
  );
}
