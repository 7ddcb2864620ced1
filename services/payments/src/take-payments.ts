import type { DataGuard, Ledger } from '@onsale/ledger';
import type { ServiceContext } from '@onsale/service';
import type { PaymentsConfig } from './config.ts';
import { PaymentLoop } from './engine/payment-loop.ts';
import { JobLoop } from './jobs/job-loop.ts';
import { sweepJob } from './jobs/sweep.ts';
import type { PaymentMetrics } from './payment-metrics.ts';
import type { Provider } from './provider/provider.ts';
import { reconcileJob } from './reconcile/reconcile-job.ts';
import { createFindings } from './reconcile/tell-findings.ts';
import type { Serving } from './serving.ts';

/**
 * Starts what works on payments without being asked: what is due, the sweep, and the daily comparison. Any
 * number of processes do so; all of it ends with the process.
 */
export function takePayments(
  context: ServiceContext<PaymentsConfig>,
  parts: Pick<Serving, 'redis' | 'books' | 'readArchived'> & {
    ledger: Ledger;
    guard: DataGuard;
    provider: Provider;
    metrics: PaymentMetrics;
  },
): Serving {
  const { config, logger, registry, instance, onClose } = context;
  const { ledger, redis, guard, provider, metrics, books, readArchived } = parts;
  const work = {
    ...{ ...books, provider, publicUrl: config.PUBLIC_URL ?? '' },
    ...{ giveUpMs: config.PAYMENT_GIVE_UP_MS, replicas: config.WAIT_REPLICAS },
  };
  const loop = new PaymentLoop({ work, guard, logger });
  const soon = (orderId: string) => loop.soon(orderId);
  const found = (orderId: string) => {
    metrics.foundBySweep();
    soon(orderId);
  };
  loop.start();
  onClose('payments', () => loop.stop());
  const jobs = [
    sweepJob({
      ...{ work, found, everyMs: config.PAYMENT_SWEEP_MS },
      swept: (sweep) => logger.debug(sweep, 'asked the provider for what is new'),
    }),
    reconcileJob({ work, found, report: createFindings(registry, logger) }),
  ];
  for (const job of jobs) {
    const jobLoop = new JobLoop(job, { ledger, owner: instance, guard, logger });
    jobLoop.start();
    onClose(job.name, () => jobLoop.stop());
  }
  return { ledger, redis, books, readArchived, work: () => work, soon, found };
}
