import type { LoadRunSummary, LoadStats } from '@onsale/contracts';
import { highestRateOf, planOf } from '@onsale/contracts/load-plan';

/** A run in a list of runs; only a run that has started has statistics with an id. */
export function summaryOf(stats: LoadStats): LoadRunSummary {
  const { config, orders, verdict, preset } = stats;
  return {
    runId: stats.runId ?? '',
    state: stats.state,
    startedAt: stats.startedAt ?? '',
    elapsedS: stats.elapsedS,
    ...(preset === undefined ? {} : { preset }),
    profile: config.profile,
    rps: highestRateOf(planOf(config)),
    averageRps: stats.averageRps,
    sent: stats.sent,
    accepted: orders.accepted,
    soldOut: orders.soldOut,
    failure: stats.failure,
    dropped: stats.dropped,
    p99Ms: stats.latency.run.p99,
    passed: verdict.passed,
    outcome: verdict.outcome,
  };
}
