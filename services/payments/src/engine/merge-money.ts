import type { RefundState } from '@onsale/contracts';
import type { Payment, PaymentDispute, PaymentRefund } from '@onsale/ledger';
import type { ProviderPayment, ProviderRefund } from '../provider/provider.ts';
import { FIRST_LOOK_MS } from './back-off.ts';

const REFUND_RANK: Readonly<Record<RefundState, number>> = {
  ...{ asked: 0, waiting_for_balance: 1, pending: 2, done: 3, failed: 4 },
};

const DISPUTE_RANK: Readonly<Record<PaymentDispute['state'], number>> = {
  ...{ needs_response: 0, under_review: 1, won: 2, lost: 3 },
};

/** The refunds of a payment with those that the provider tells of. */
export function mergeRefunds(
  payment: Payment,
  fact: Pick<ProviderPayment, 'refunds'>,
  { nowMs }: { nowMs: number },
): PaymentRefund[] {
  let refunds = payment.refunds;
  for (const told of fact.refunds) {
    const known = findRefund(refunds, told);
    const merged = mergeRefund(known ?? refundByProvider(payment, told), { told, nowMs });
    refunds =
      known === undefined
        ? [...refunds, merged]
        : refunds.map((refund) => (refund === known ? merged : refund));
  }
  return refunds;
}

/** One refund with what the provider says of it. */
export function mergeRefund(
  refund: PaymentRefund,
  { told, nowMs }: { told: ProviderRefund; nowMs: number },
): PaymentRefund {
  const providerId = told.id;
  if (REFUND_RANK[told.state] <= REFUND_RANK[refund.state]) return { ...refund, providerId };
  const { tries: _tries, nextAtMs: _next, problem: _problem, doneAtMs, ...kept } = refund;
  const isDone = told.state === 'done';
  return {
    ...kept,
    providerId,
    state: told.state,
    ...(told.state === 'pending' ? { nextAtMs: nowMs + FIRST_LOOK_MS } : {}),
    ...(isDone ? { doneAtMs: nowMs } : doneAtMs === undefined ? {} : { doneAtMs }),
    ...(told.problem === undefined ? {} : { problem: told.problem }),
  };
}

/** The disputes with those that the provider tells of. */
export function mergeDisputes(
  disputes: readonly PaymentDispute[],
  fact: Pick<ProviderPayment, 'disputes'>,
): PaymentDispute[] {
  const merged = new Map(disputes.map((dispute) => [dispute.id, dispute]));
  for (const { currency: _currency, ...told } of fact.disputes) {
    const known = merged.get(told.id);
    if (known !== undefined && DISPUTE_RANK[told.state] <= DISPUTE_RANK[known.state]) continue;
    merged.set(told.id, { ...known, ...told });
  }
  return [...merged.values()];
}

// A refund that nobody knows is one of ours whose answer is not stored yet, or was made by the seller in
// the provider's dashboard. Where the provider tells no key, the amount decides.
function findRefund(
  refunds: readonly PaymentRefund[],
  told: ProviderRefund,
): PaymentRefund | undefined {
  return (
    refunds.find(({ providerId }) => providerId === told.id) ??
    refunds.find(({ id }) => told.key !== undefined && idInKey(told.key) === id) ??
    refunds.find(
      ({ paymentId, amountMinor, providerId, isSent, state }) =>
        told.key === undefined &&
        providerId === undefined &&
        isSent === true &&
        state !== 'failed' &&
        paymentId === told.paymentId &&
        amountMinor === told.amountMinor,
    )
  );
}

/** The key of a refund's next call; `~` is in no id, so that keys of two refunds are never the same. */
export function refundKey(orderId: string, { id, round = 0 }: PaymentRefund): string {
  return `${orderId}-refund-${id}${round === 0 ? '' : `~${round}`}`;
}

const idInKey = (key: string): string | undefined => /^\w+-refund-([^~]+)/.exec(key)?.[1];

function refundByProvider({ currency }: Payment, told: ProviderRefund): PaymentRefund {
  return {
    id: told.id,
    paymentId: told.paymentId,
    amountMinor: told.amountMinor,
    ...(told.currency === currency ? {} : { currency: told.currency }),
    state: 'asked',
    reason: 'provider',
    askedAtMs: told.createdAtMs,
    providerId: told.id,
    isSent: true,
  };
}
