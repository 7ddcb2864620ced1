import { REFUND_REASONS, REFUND_STATES, type RefundReason } from '@onsale/contracts';
import { allShardsOf, type Ledger, type Payment, readDuePayments, shardName } from '@onsale/ledger';
import { Counter, gauge, Histogram, type Registry } from '@onsale/service';
import type { WebhookOutcome } from './webhooks/webhook-routes.ts';

/** The calls of a provider, as metrics name them. */
export const PROVIDER_CALLS = [
  ...(['start-checkout', 'read-payment', 'list-payments', 'expire-checkout', 'refund'] as const),
  ...(['examine', 'read-balance'] as const),
] as const;
export type ProviderCallKind = (typeof PROVIDER_CALLS)[number];

/** How a call ended; `crowded`: it was not made, as too many waited. */
export const CALL_OUTCOMES = [
  ...(['done', 'unavailable', 'rate_limited', 'refused', 'no_balance', 'crowded'] as const),
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

const WEBHOOK_OUTCOMES: readonly WebhookOutcome[] = [
  ...(['news', 'known', 'ignored', 'refused', 'failed'] as const),
];

export interface PaymentMetrics {
  /** A payment was stored as `after`. */
  changed: (before: Payment | undefined, after: Payment) => void;
  called: (kind: ProviderCallKind, outcome: CallOutcome, seconds: number) => void;
  told: (outcome: WebhookOutcome) => void;
  foundBySweep: () => void;
}

export function createPaymentMetrics(registry: Registry): PaymentMetrics {
  const registers = [registry];
  const started = new Counter({
    name: 'onsale_payments_started_total',
    help: 'Payment pages opened',
    registers,
  });
  const confirmed = new Counter({
    name: 'onsale_payments_confirmed_total',
    help: 'Payments that got their tickets',
    registers,
  });
  const late = new Counter({
    name: 'onsale_payments_late_total',
    help: 'Payments that go back: late, cancelled, twice, wrong_amount',
    labelNames: ['reason'],
    registers,
  });
  const refunds = new Counter({
    name: 'onsale_refunds_total',
    help: 'Refunds by their new state: asked, pending, waiting_for_balance, done, failed',
    labelNames: ['state', 'reason'],
    registers,
  });
  const calls = new Counter({
    name: 'onsale_provider_calls_total',
    help: 'Calls to the provider: done, unavailable, rate_limited, refused, no_balance, or crowded (not made)',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_provider_call_duration_seconds',
    help: 'Time of one call to the provider',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const webhooks = new Counter({
    name: 'onsale_webhooks_total',
    help: 'Webhooks of the provider: news, known, ignored, refused (wrong or old signature), failed (comes again)',
    labelNames: ['outcome'],
    registers,
  });
  const swept = new Counter({
    name: 'onsale_payments_found_by_sweep_total',
    help: 'Payments and refunds found without a webhook',
    registers,
  });
  // From the first: Prometheus sees no increase in a series that begins above zero.
  for (const outcome of WEBHOOK_OUTCOMES) webhooks.inc({ outcome }, 0);
  for (const reason of LATE) late.inc({ reason }, 0);
  for (const kind of PROVIDER_CALLS) {
    for (const outcome of CALL_OUTCOMES) calls.inc({ kind, outcome }, 0);
  }
  for (const state of REFUND_STATES) {
    for (const reason of REFUND_REASONS) refunds.inc({ state, reason }, 0);
  }
  return {
    changed(before, after) {
      for (const attempt of after.attempts) {
        const was = before?.attempts.find(({ number }) => number === attempt.number);
        if (attempt.checkoutId !== undefined && was?.checkoutId === undefined) started.inc();
        if (attempt.use === 'tickets' && was?.use === undefined) confirmed.inc();
      }
      for (const { id, state, reason } of after.refunds) {
        const was = before?.refunds.find((refund) => refund.id === id);
        if (was?.state !== state) refunds.inc({ state, reason });
        if (was === undefined && LATE.includes(reason)) late.inc({ reason });
      }
    },
    called(kind, outcome, seconds) {
      calls.inc({ kind, outcome });
      if (outcome !== 'crowded') durations.observe({ kind }, seconds);
    },
    told: (outcome) => webhooks.inc({ outcome }),
    foundBySweep: () => swept.inc(),
  };
}

/** Why money that came gets no tickets. */
const LATE: readonly RefundReason[] = ['late', 'cancelled', 'twice', 'wrong_amount'];

/** The backlog of payments, read on each scrape. */
export function registerDueMetrics(registry: Registry, ledger: Ledger): void {
  const read = async (value: (due: Awaited<ReturnType<typeof readDuePayments>>) => number) => {
    return await Promise.all(
      allShardsOf(ledger).map(async (shard) => {
        const due = await readDuePayments(ledger, shard, Date.now());
        return [{ shard: shardName(shard) }, value(due)] as const;
      }),
    );
  };
  gauge(
    registry,
    {
      name: 'onsale_payments_due',
      help: 'Payments to look at now',
      labelNames: ['shard'],
    },
    () => read(({ due }) => due),
  );
  gauge(
    registry,
    {
      name: 'onsale_payments_overdue_seconds',
      help: 'How long the first payment has been due',
      labelNames: ['shard'],
    },
    () => read(({ overdueMs = 0 }) => overdueMs / 1000),
  );
}
