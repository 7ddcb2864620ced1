import type { Stripe } from 'stripe';
import type { Static } from 'typebox';
import { StringEnum, Type } from '@onsale/contracts';
import { Value } from 'typebox/value';
import {
  type CheckoutState,
  type ProviderDispute,
  ProviderError,
  type ProviderPayment,
  type ProviderRefund,
} from '../provider.ts';
import { fromStripeAmount } from './amounts.ts';

/** The names in the metadata of what we create at Stripe: the order's address, and a refund's key. */
export const METADATA = { order: 'order', key: 'key' } as const;

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Optional(Type.Union([type, Type.Null()]));
const Metadata = Nullable(Type.Record(Type.String(), Type.String()));
const Reference = Nullable(Type.Union([Type.String(), Type.Object({ id: Type.String() })]));

// What we rely on. The client takes any JSON for an answer, also the half of one and that of a proxy.
const SessionShape = Type.Object({
  id: Type.String({ minLength: 1 }),
  object: StringEnum(['checkout.session']),
  created: Type.Integer(),
  expires_at: Type.Integer(),
  status: Nullable(Type.String()),
  payment_status: Type.String(),
  payment_intent: Reference,
  amount_total: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  url: Nullable(Type.String()),
  metadata: Metadata,
});
type Session = Static<typeof SessionShape>;

const MoneyShape = {
  id: Type.String({ minLength: 1 }),
  amount: Type.Integer(),
  currency: Type.String(),
  payment_intent: Reference,
};
const RefundShape = Type.Object({
  ...MoneyShape,
  object: StringEnum(['refund']),
  created: Type.Integer(),
  status: Nullable(Type.String()),
  metadata: Metadata,
});
const DisputeShape = Type.Object({
  ...MoneyShape,
  object: StringEnum(['dispute']),
  status: Type.String(),
});

/** What is known of a session besides itself. */
export interface SessionFacts {
  publicUrl: string;
  refunds?: ProviderRefund[];
  disputes?: ProviderDispute[];
  /** A webhook's name says that it will never be paid. */
  hasFailed?: boolean;
}

/** A session as a payment. Throws `ProviderError` when it lacks what a session of ours has. */
export function toPayment(raw: unknown, facts: SessionFacts): ProviderPayment {
  if (!Value.Check(SessionShape, raw)) throw senseless('a checkout session');
  const paymentId = idOf(raw.payment_intent);
  const orderUrl = orderUrlOf(raw.metadata, facts.publicUrl);
  const state = facts.hasFailed === true && !isPaid(raw) ? 'failed' : stateOf(raw);
  if (orderUrl !== undefined && state === 'paid' && paymentId === undefined) {
    throw senseless('a session that is paid, but without its payment');
  }
  const currency = (raw.currency ?? '').toUpperCase();
  return {
    checkoutId: raw.id,
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(orderUrl === undefined ? {} : { orderUrl }),
    state,
    amountMinor: fromStripeAmount(raw.amount_total ?? 0, currency),
    currency,
    createdAtMs: raw.created * 1000,
    expiresAtMs: raw.expires_at * 1000,
    ...(state === 'open' && typeof raw.url === 'string' ? { url: raw.url } : {}),
    refunds: facts.refunds ?? [],
    disputes: facts.disputes ?? [],
  };
}

/** The address of the order, if it is one of this shop. */
export function orderUrlOf(
  metadata: Readonly<Record<string, string>> | null | undefined,
  publicUrl: string,
): string | undefined {
  const orderUrl = metadata?.[METADATA.order];
  return orderUrl?.startsWith(`${publicUrl}/orders/`) === true ? orderUrl : undefined;
}

/** The id of something that Stripe names by its id, or tells whole where that was asked for. */
export function idOf(reference: string | { id: string } | null | undefined): string | undefined {
  return typeof reference === 'object' ? reference?.id : reference;
}

// While the bank decides, a session may still be called open.
function stateOf(session: Session): CheckoutState {
  if (isPaid(session)) return 'paid';
  if (session.status === 'expired') return 'expired';
  const { payment_intent: intent } = session;
  const status =
    typeof intent === 'object' && intent !== null && 'status' in intent ? intent.status : '';
  if (session.status === 'open') return status === 'processing' ? 'processing' : 'open';
  return status === 'canceled' || status === 'requires_payment_method' ? 'failed' : 'processing';
}

function isPaid(session: Session): boolean {
  return session.payment_status === 'paid' || session.payment_status === 'no_payment_required';
}

export function toRefund(raw: unknown, ofPayment: string): ProviderRefund {
  if (!Value.Check(RefundShape, raw)) throw senseless('a refund');
  const currency = raw.currency.toUpperCase();
  const {
    status,
    failure_reason: failure,
    pending_reason: pending,
  } = raw as Partial<Stripe.Refund>;
  const state = REFUND_STATES.get(status ?? '') ?? 'pending';
  const problem = state === 'failed' ? (failure ?? status) : pending;
  const key = raw.metadata?.[METADATA.key];
  return {
    id: raw.id,
    ...(key === undefined ? {} : { key }),
    paymentId: idOf(raw.payment_intent) ?? ofPayment,
    amountMinor: fromStripeAmount(raw.amount, currency),
    currency,
    state,
    ...(state === 'done' || typeof problem !== 'string' ? {} : { problem }),
    createdAtMs: raw.created * 1000,
  };
}

// One that waits for the customer (`requires_action`) is pending too.
const REFUND_STATES: ReadonlyMap<string, ProviderRefund['state']> = new Map([
  ['succeeded', 'done'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

export function toDispute(raw: unknown, ofPayment: string): ProviderDispute {
  if (!Value.Check(DisputeShape, raw)) throw senseless('a dispute');
  const currency = raw.currency.toUpperCase();
  const dueBy = (raw as Partial<Stripe.Dispute>).evidence_details?.due_by;
  return {
    id: raw.id,
    paymentId: idOf(raw.payment_intent) ?? ofPayment,
    amountMinor: fromStripeAmount(raw.amount, currency),
    currency,
    state: DISPUTE_STATES.get(raw.status) ?? 'needs_response',
    ...(typeof dueBy === 'number' ? { respondByMs: dueBy * 1000 } : {}),
  };
}

// A `warning` is the bank's question before a dispute. What nobody knows yet is shown to a person.
const DISPUTE_STATES: ReadonlyMap<string, ProviderDispute['state']> = new Map([
  ['under_review', 'under_review'],
  ['warning_under_review', 'under_review'],
  ['appeal_under_review', 'under_review'],
  ['won', 'won'],
  ['warning_closed', 'won'],
  ['prevented', 'won'],
  ['lost', 'lost'],
]);

function senseless(what: string): ProviderError {
  return new ProviderError('unavailable', `Stripe sent something else than ${what}`, {
    code: 'senseless',
  });
}
