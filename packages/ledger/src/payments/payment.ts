import type { AttemptState, RefundReason, RefundState } from '@onsale/contracts';
import type { TicketPosition } from '../orders/order-extras.ts';

// The payment of an order: one JSON record beside it, with all that is known of its money. Written only
// by compare-and-set (write-payment.ts), so that no process undoes what another has learned.
//
// Amounts are minor units of the currency of the payment, unless a currency stands beside them. Times are
// Unix times in ms by Redis' clock.

/** The payment of an order. */
export interface Payment {
  /** Grows with every change. */
  revision: number;
  /** Who takes the money; `manual`: the seller's team, outside of this system. */
  provider: 'bank' | 'stripe' | 'manual';
  /** What the order costs. */
  amountMinor: number;
  currency: string;
  /** In order of their numbers. */
  attempts: PaymentAttempt[];
  refunds: PaymentRefund[];
  disputes: PaymentDispute[];
  /** By whom an order was marked as paid that went to no provider. */
  markedPaid?: { reference: string; atMs: number };
}

/** One page of the provider, and the money that came by it. */
export interface PaymentAttempt {
  /** Counted from 1; part of the keys of its calls. */
  number: number;
  state: AttemptState;
  startedAtMs: number;
  /** When its page closes by itself; sent with the first call, so it never changes before the answer. */
  expiresAtMs: number;
  /** What the buyer reads on its page; until that is open. */
  description?: string;
  checkoutId?: string;
  paymentId?: string;
  /** The page, while it is open. */
  url?: string;
  /** What was paid, once it was. */
  paid?: { amountMinor: number; currency: string };
  /** What its money is for, once that is decided. */
  use?: 'tickets' | 'refund';
  /** Not started by us, as far as is known: found at the provider. */
  isFound?: boolean;
  /** Calls in a row without an answer, and when to try again. */
  tries?: number;
  nextAtMs?: number;
  /** Why it failed, in the provider's words. */
  problem?: string;
}

/** Money that goes back. */
export interface PaymentRefund {
  /** Unique within the order. */
  id: string;
  paymentId: string;
  amountMinor: number;
  /** Absent when it is that of the order. */
  currency?: string;
  state: RefundState;
  reason: RefundReason;
  askedAtMs: number;
  /**
   * Tickets that the order loses by it, and whether they go back on sale; absent when it loses none. An
   * order that had left Redis before loses none of them.
   */
  tickets?: readonly TicketPosition[];
  restock?: boolean;
  /** Of a refund by the seller: whether it stands in the order. Before that, no money is sent. */
  isNoted?: boolean;
  doneAtMs?: number;
  /** The provider's id, once it is known. */
  providerId?: string;
  /** What the provider said last. */
  problem?: string;
  /** Whether the provider was ever asked for it. */
  isSent?: boolean;
  /** How often it was refused for lack of balance; part of the key of the next call. */
  round?: number;
  /** Calls or looks in a row that settled nothing, and when to try again. */
  tries?: number;
  nextAtMs?: number;
}

/** A buyer's bank takes the money back unless the seller can show that it is right. */
export interface PaymentDispute {
  id: string;
  paymentId: string;
  amountMinor: number;
  state: 'needs_response' | 'under_review' | 'won' | 'lost';
  respondByMs?: number;
  /** When to ask whether it is decided. */
  nextAtMs?: number;
}

/** The record of a payment. The revision comes first, where the script finds it. */
export function packPayment({ revision, ...rest }: Payment): string {
  return JSON.stringify({ revision, ...rest });
}

/** Reads a record. Throws when it is malformed. */
export function unpackPayment(record: string): Payment {
  const payment = parse(record);
  if (typeof payment?.revision === 'number' && Array.isArray(payment.attempts)) return payment;
  throw new Error('the record of a payment is malformed');
}

function parse(record: string): Payment | undefined {
  try {
    return JSON.parse(record) as Payment;
  } catch {
    return undefined;
  }
}

/** Whether money or an answer is still under way, so that the record must stay. */
export function isOpenPayment(payment: Payment): boolean {
  return (
    payment.attempts.some(isUndecided) ||
    payment.refunds.some(({ state }) => !FINAL_REFUNDS.has(state)) ||
    payment.disputes.some(isOpenDispute)
  );
}

const FINAL_REFUNDS: ReadonlySet<RefundState> = new Set(['done', 'failed']);

/** Whether it may still be paid, or its money has no use yet. */
export function isUndecided({ state, use }: PaymentAttempt): boolean {
  return state === 'paid' ? use === undefined : state !== 'failed' && state !== 'expired';
}

/** Whether the dispute is not decided. Until then, nothing of its payment may be refunded. */
export function isOpenDispute({ state }: PaymentDispute): boolean {
  return state === 'needs_response' || state === 'under_review';
}
