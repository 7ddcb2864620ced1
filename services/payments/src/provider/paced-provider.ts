import type { ProviderCalls } from '@onsale/contracts';
import type { Logger } from '@onsale/service';
import type { PaymentMetrics, ProviderCallKind } from '../payment-metrics.ts';
import { CallPace, type Urgency } from './call-pace.ts';
import { type Provider, ProviderError } from './provider.ts';

/** A provider whose calls are spread over time, counted and logged. */
export interface PacedProvider extends Provider {
  /** Why its last call had no answer; undefined while it answers. */
  trouble: () => string | undefined;
  /** How many calls may be made, and how long one for a buyer would wait now. */
  load: () => ProviderCalls;
}

/** How many ms a provider may be silent before that is a warning: one lost answer is none. */
const TROUBLE_AFTER_MS = 5000;

/** The same provider, asked at most `callsPerS` times in a second by this process, and no more than it takes. */
export function paceProvider(
  provider: Provider,
  { callsPerS, metrics, logger }: { callsPerS: number; metrics: PaymentMetrics; logger: Logger },
): PacedProvider {
  const pace = new CallPace(callsPerS);
  let silentSinceMs: number | undefined;
  let problem = '';

  async function call<Answer>(
    [kind, urgency]: [ProviderCallKind, Urgency],
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const startedAtMs = performance.now();
    let isMade = false;
    try {
      await pace.turn(urgency);
      isMade = true;
      const answer = await ask();
      note(kind, undefined);
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) {
        if (isMade) pace.unanswered();
        throw error;
      }
      if (isMade) note(kind, error);
      else metrics.called(kind, 'crowded', 0);
      throw error;
    }

    function note(name: ProviderCallKind, error: ProviderError | undefined): void {
      metrics.called(name, error?.kind ?? 'done', (performance.now() - startedAtMs) / 1000);
      if (error === undefined || error.kind === 'refused' || error.kind === 'no_balance') {
        pace.answered();
        silentSinceMs = undefined;
      } else {
        if (error.kind === 'rate_limited') pace.refused(error.retryAfterMs);
        else pace.unanswered();
        silentSinceMs ??= performance.now();
        problem = error.message;
      }
      if (error === undefined) return;
      // Neither ids nor amounts: the message is the provider's or ours, without secrets.
      const fields = { call: name, kind: error.kind, code: error.code };
      logger[error.kind === 'refused' ? 'warn' : 'debug'](fields, `provider: ${error.message}`);
    }
  }

  return {
    name: provider.name,
    startCheckout: (request) => call(['start-checkout', 0], () => provider.startCheckout(request)),
    readPayment: (id) => call(['read-payment', 1], () => provider.readPayment(id)),
    listPayments: (query) => call(['list-payments', 2], () => provider.listPayments(query)),
    expireCheckout: (request) =>
      call(['expire-checkout', 1], () => provider.expireCheckout(request)),
    refund: (request) => call(['refund', 1], () => provider.refund(request)),
    readBalance: () => call(['read-balance', 2], () => provider.readBalance()),
    readWebhook: (message) => provider.readWebhook(message),
    examine: (options) => call(['examine', 0], () => provider.examine(options)),
    load: () => pace.load,
    trouble: () =>
      silentSinceMs === undefined || performance.now() - silentSinceMs < TROUBLE_AFTER_MS
        ? undefined
        : `the payment provider does not answer: ${problem}`,
  };
}
