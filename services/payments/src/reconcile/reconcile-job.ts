import type { Reconciliation } from '@onsale/contracts';
import type { SharedJob } from '../jobs/job-loop.ts';
import { reconcile, type ReconcileParts } from './reconcile.ts';

const DAY_MS = 86_400_000;
/** Every day the last two are compared, so that nothing falls between two runs. */
const PERIOD_MS = 2 * DAY_MS;
/** What has just been paid may still be under way. */
const RECENT_MS = 15 * 60_000;
/** How often each process looks whether it is time. */
const TRY_EVERY_MS = 60_000;

/** The daily comparison with the provider, done by one process. */
export function reconcileJob(
  parts: ReconcileParts & { report: (report: Reconciliation) => void },
): SharedJob {
  return {
    name: 'reconcile',
    tryEveryMs: TRY_EVERY_MS,
    claimMs: 10 * TRY_EVERY_MS,
    everyMs: DAY_MS,
    async run({ nowMs, keep }) {
      const period = { fromMs: nowMs - PERIOD_MS, toMs: nowMs - RECENT_MS };
      const report = await reconcile(parts, period, keep);
      await keep(nowMs);
      parts.report(report);
    },
  };
}
